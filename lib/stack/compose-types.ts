/** The part of the Compose specification that we write. */
export interface ComposeService {
  image: string;
  container_name: string;
  restart: "unless-stopped";
  command?: string[];
  entrypoint?: string[];
  user?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  tmpfs?: string[];
  ports?: string[];
  networks: string[];
  depends_on?: Record<string, { condition: "service_healthy" }>;
  healthcheck?: { test: string[]; interval: string; timeout: string; retries: number; start_period: string };
  mem_limit: string;
  cap_drop: string[];
  cap_add?: string[];
  security_opt: string[];
  logging: { driver: "json-file"; options: Record<string, string> };
  labels: Record<string, string>;
  extra_hosts?: string[];
  pid?: string;
}

/** What a service adds to the hardened base that all share. */
export type ServiceParts = Partial<
  Omit<
    ComposeService,
    "image" | "container_name" | "mem_limit" | "cap_drop" | "security_opt" | "logging" | "networks"
  >
>;

/** A health check by a shell line; the tool it uses must exist in the image. */
export function shellCheck(line: string, startSeconds = 10): ComposeService["healthcheck"] {
  return {
    test: ["CMD-SHELL", line],
    interval: "10s",
    timeout: "5s",
    retries: 5,
    start_period: `${startSeconds}s`,
  };
}

/** For Alpine and BusyBox images, which have wget and no curl. */
export const wgetCheck = (port: number, path: string, startSeconds?: number) =>
  shellCheck(`wget -q -O /dev/null http://127.0.0.1:${port}${path}`, startSeconds);

/** For images with bash and neither curl nor wget. */
export const bashCheck = (port: number, path: string, startSeconds?: number) =>
  shellCheck(
    `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}; printf "GET ${path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n" >&3; head -n 1 <&3 | grep -q " 200"'`,
    startSeconds,
  );

/** A variable that Compose fills in and without which it refuses to start. */
export const required = (name: string) => `\${${name}:?}`;

/** A variable that Compose fills in, or else what is given here. */
export const fallback = (name: string, value: string) => `\${${name}:-${value}}`;
