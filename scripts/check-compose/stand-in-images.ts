import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { images } from "@/lib/stack/images";
import { buildStorageProgram } from "@/scripts/build-programs";
import { postgresBinaries } from "@/scripts/embedded-postgres";

const base = "nself-check-base";
const packages = "nginx-light,redis-server,curl,ca-certificates,wget,postgresql-client-17";
const here = path.resolve("scripts/check-compose");

/** Runs a program to its end; throws with what it said. */
export function must(
  command: string,
  args: string[],
  options: { input?: string; cwd?: string } = {},
): string {
  const result = spawnSync(command, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, ...options });
  if (result.status !== 0)
    throw new Error(
      `${command} ${args.join(" ")}: ${result.error ?? ""}${result.stdout.slice(-1500)}${result.stderr.slice(-1500)}`,
    );
  return result.stdout;
}

const succeeds = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;

type Image = "postgres" | "hasura" | "auth" | "nginx" | "minio" | "redis";

/** nginx, Redis and PostgreSQL are real, if built elsewhere; Hasura and Auth only answer, MinIO is the sandbox's store. */
const recipes: Record<Image, string> = {
  postgres: `COPY postgres /usr/local/pgsql
COPY postgres-entrypoint.sh /usr/local/bin/
RUN groupadd -g 70 postgres70 && useradd -u 70 -g 70 -d /var/lib/postgresql postgres70 && \\
    ln -s /usr/local/pgsql/bin/* /usr/local/bin/ && mkdir -p /var/run/postgresql && chmod 1777 /var/run/postgresql
ENV PGDATA=/var/lib/postgresql/data
ENTRYPOINT ["sh", "/usr/local/bin/postgres-entrypoint.sh"]
CMD ["postgres"]`,
  nginx: `RUN useradd -u 101 -r nginx && rm -rf /etc/nginx/conf.d /etc/nginx/modules-enabled
CMD ["nginx", "-g", "daemon off;"]`,
  redis: `RUN mkdir /data && chown 999:1000 /data
WORKDIR /data`,
  hasura: `COPY stand-in.mjs /opt/
CMD ["node", "/opt/stand-in.mjs", "hasura", "8080"]`,
  auth: `COPY stand-in.mjs /opt/
CMD ["node", "/opt/stand-in.mjs", "auth", "4000"]`,
  minio: `COPY object-store.mjs storage.mjs /opt/
ENTRYPOINT ["node", "/opt/object-store.mjs"]`,
};

/** Each image of the stack: the real one where it is here or can be pulled, else one made from Debian's packages. */
export async function ensureImages(): Promise<Record<string, "real" | "stand-in">> {
  const origin: Record<string, "real" | "stand-in"> = {};
  const missing = (Object.keys(recipes) as Image[]).filter((name) => {
    const standIn = succeeds("docker", ["image", "inspect", `nself-check-${name}`]);
    const there =
      !standIn &&
      (succeeds("docker", ["image", "inspect", images[name]]) || succeeds("docker", ["pull", images[name]]));
    origin[name] = there ? "real" : "stand-in";
    return !there && !standIn;
  });
  if (missing.length > 0) await buildStandIns(missing);
  return origin;
}

async function buildStandIns(names: Image[]): Promise<void> {
  const folder = mkdtempSync("/var/tmp/nself-check-");
  try {
    if (!succeeds("docker", ["image", "inspect", base])) importBase(path.join(folder, "base"));
    const context = path.join(folder, "context");
    mkdirSync(context);
    for (const file of ["stand-in.mjs", "object-store.mjs", "postgres-entrypoint.sh"])
      cpSync(path.join(here, file), path.join(context, file));
    await buildStorageProgram(path.join(context, "storage.mjs"));
    cpSync(path.dirname(postgresBinaries()), path.join(context, "postgres"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    for (const name of names) {
      writeFileSync(path.join(context, "Dockerfile"), `FROM ${base}\n${recipes[name]}\n`);
      must("docker", ["build", "--tag", images[name], "--tag", `nself-check-${name}`, context]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function importBase(root: string): void {
  if (!existsSync("/usr/sbin/debootstrap"))
    throw new Error(
      "debootstrap is needed to make images where none can be pulled: apt-get install debootstrap",
    );
  must("debootstrap", [
    "--variant=minbase",
    `--include=${packages}`,
    "trixie",
    root,
    "http://deb.debian.org/debian",
  ]);
  cpSync(process.execPath, path.join(root, "usr/local/bin/node"));
  must("sh", ["-c", `tar -C "${root}" -c . | docker import - ${base}`]);
}
