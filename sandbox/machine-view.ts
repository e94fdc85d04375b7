/** One machine as `GET /sandbox/machines` shows it to tests and scripts. */
export interface MachineView {
  /** The provider's id of the server, as a string. */
  providerId: string;
  name: string;
  /** Folder that plays the machine's disk. */
  root: string;
  ports: { ssh: number; https: number; postgres: number };
  /** Null until the machine's database runs. */
  postgresUrl: string | null;
}
