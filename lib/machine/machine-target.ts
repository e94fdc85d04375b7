/** Where a server listens for us, and who it has to be. */
export interface MachineTarget {
  host: string;
  port: number;
  /** The pinned identity: `ssh-ed25519 AAAA…`, as the server reported it at its enrolment. */
  hostKey: string;
  /** Ours for this server, OpenSSH format. */
  privateKey: string;
}
