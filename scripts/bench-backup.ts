import { existsSync } from "node:fs";
import os from "node:os";

/**
 * `npm run bench:backup [-- --size-gb 5] [-- --part peer,load,pitr,rpo,rto]`: what docs/benchmarks.md says of backups. With Debian's
 * PostgreSQL 15 and pgBackRest installed, both run on the same cluster in the same run; without them, ours alone.
 */
const option = (name: string, fallback: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};
const sizeGb = Number(option("size-gb", "5"));
const parts = option("part", "peer,load,pitr,rpo,rto").split(",");
const debian = "/usr/lib/postgresql/15/bin";
if (parts.includes("peer") && existsSync(`${debian}/postgres`)) process.env.POSTGRES_BIN = debian;
else if (!process.env.POSTGRES_BIN) {
  const { postgresBinaries } = await import("./embedded-postgres");
  process.env.POSTGRES_BIN = postgresBinaries();
}

// Loaded now: which PostgreSQL a machine runs is settled when its module is read.
const { benchAgainstPeer } = await import("./bench-backup/against-peer");
const { benchLoad } = await import("./bench-backup/load");
const { benchPitr } = await import("./bench-backup/pitr");
const { benchRpo } = await import("./bench-backup/rpo");
const { benchRto } = await import("./bench-backup/rto");
const { default: setup } = await import("@/tests/harness/global-setup");
const tearDown = await setup();

const figures: Record<string, unknown> = {
  machine: `${os.cpus().length} cores, ${os.cpus()[0]?.model.trim()}, node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)}`,
};
if (parts.includes("peer")) figures.peer = await benchAgainstPeer(sizeGb);
if (parts.includes("load")) figures.load = await benchLoad();
if (parts.includes("pitr")) figures.pitr = await benchPitr(200);
if (parts.includes("rpo")) figures.rpo = await benchRpo(30);
// Twice as much: the promise is made for 10 GB.
if (parts.includes("rto")) figures.rto = await benchRto(2 * sizeGb);
await tearDown();
console.log(JSON.stringify(figures, null, 2));
process.exit(0);
