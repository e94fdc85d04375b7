/** Names of what a repository holds, below the server's prefix. */
export function objectNames(prefix: string) {
  const number = (index: number) => String(index).padStart(6, "0");
  return {
    backups: `${prefix}backups/`,
    manifest: (id: string) => `${prefix}backups/${id}/manifest`,
    chunk: (id: string, index: number) => `${prefix}backups/${id}/base/${number(index)}`,
    objectList: (id: string, index: number) => `${prefix}backups/${id}/objects/${number(index)}`,
    /** A WAL segment or a timeline's history file; its timeline is its first eight digits. */
    wal: (file: string) => `${prefix}wal/${file.slice(0, 8)}/${file}`,
    walOf: (timeline: number) => `${prefix}wal/${timeline.toString(16).toUpperCase().padStart(8, "0")}/`,
    allWal: `${prefix}wal/`,
    /** An object of the customer's object store, by the HMAC of its content. */
    content: (name: string) => `${prefix}objects/${name.slice(0, 2)}/${name}`,
  };
}
