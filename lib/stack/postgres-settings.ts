/** Where the spool stands inside the container. */
export const containerSpool = "/var/lib/nself/wal-spool";
export const containerArchiveScript = "/usr/local/lib/nself/archive-wal.sh";

/**
 * Settings of every PostgreSQL that we run. Archiving is on from the first start, because turning it on needs a restart;
 * archive_timeout bounds the loss to a minute.
 */
export function postgresSettings(options: {
  memoryMb: number;
  maxConnections: number;
  archiveScript: string;
  spool: string;
}): Record<string, string> {
  return {
    max_connections: String(options.maxConnections),
    shared_buffers: `${Math.max(16, Math.floor(options.memoryMb / 4))}MB`,
    effective_cache_size: `${Math.max(32, Math.floor((options.memoryMb * 3) / 4))}MB`,
    maintenance_work_mem: `${Math.max(16, Math.floor(options.memoryMb / 16))}MB`,
    wal_level: "replica",
    archive_mode: "on",
    archive_command: `sh "${options.archiveScript}" "${options.spool}" "%p" "%f"`,
    archive_timeout: "60",
    password_encryption: "scram-sha-256",
    log_min_duration_statement: "1000",
  };
}
