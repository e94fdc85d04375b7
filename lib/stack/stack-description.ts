/** The optional services of a stack; the required four (postgres, hasura, auth, nginx) are always there. */
interface StackServices {
  minio: boolean;
  redis: boolean;
  functions: boolean;
  mail: boolean;
  search: boolean;
  monitoring: boolean;
}

export interface StackPlugin {
  name: string;
  version: string;
  image: string;
  port: number;
  /** Subdomain label, null when not reachable from outside. */
  route: string | null;
  healthPath: string;
  memoryMb: number;
  env: { name: string; required: boolean; secret: boolean; default: string | null }[];
}

/** Everything the rendered files depend on. No secrets: those are named as variables only. */
export interface StackDescription {
  serverId: string;
  name: string;
  domain: string;
  adminEmail: string;
  totalMemoryMb: number;
  services: StackServices;
  plugins: StackPlugin[];
}

/** The project name of a managed server: one stack on one machine. */
export const projectName = "nself";
