import { Worker } from "node:worker_threads";
import { Failure, messageOf } from "@/cli/lib/failure";

/** A stretch of a chunk that belongs to one file; `ends` when it is the file's last. */
export interface Stretch {
  from: number;
  length: number;
  ends: boolean;
}

/** Chunks that may wait for their turn. */
const ahead = 4;

/** As text, since `nself` is one file. It answers each chunk with the digests of the files that end in it, in order. */
const program = `
const { parentPort } = require("node:worker_threads");
const { createHash } = require("node:crypto");
let hash = createHash("sha256");
parentPort.on("message", ({ bytes, stretches }) => {
  const digests = [];
  for (const { from, length, ends } of stretches) {
    hash.update(new Uint8Array(bytes, from, length));
    if (!ends) continue;
    digests.push(hash.digest("hex"));
    hash = createHash("sha256");
  }
  parentPort.postMessage(digests);
});
`;

/**
 * SHA-256 of files that come in chunks, one after the other, on a thread of its own: on the one that fetches and decrypts, it
 * would be half of the work. A chunk that is handed over is gone for whoever had it.
 */
export function hashAside(told: (digests: string[]) => void) {
  const worker = new Worker(program, { eval: true });
  let pending = 0;
  let failure: Failure | null = null;
  let wake = () => {};
  const settle = () => {
    const woken = wake;
    wake = () => {};
    woken();
  };
  worker.on("message", (digests: string[]) => {
    pending -= 1;
    try {
      told(digests);
    } catch (error) {
      failure ??=
        error instanceof Failure ? error : new Failure("internal", messageOf(error), { cause: error });
    }
    settle();
  });
  worker.on("error", (error) => {
    failure ??= new Failure("internal", `The thread that hashes ended: ${messageOf(error)}`, {
      cause: error,
    });
    settle();
  });
  const until = async (enough: () => boolean) => {
    while (!failure && !enough())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    if (failure) throw failure;
  };
  return {
    /** Throws what `told` threw for an earlier chunk. */
    add: async (chunk: Buffer, stretches: Stretch[]): Promise<void> => {
      await until(() => pending < ahead);
      pending += 1;
      const bytes = isAlone(chunk) ? chunk.buffer : Uint8Array.from(chunk).buffer;
      worker.postMessage({ bytes, stretches }, [bytes as ArrayBuffer]);
    },
    done: () => until(() => pending === 0),
    close: () => worker.terminate(),
  };
}

/** Small buffers share their memory with others, which would lose theirs. */
const isAlone = ({ buffer, byteOffset, length }: Buffer) =>
  byteOffset === 0 && buffer.byteLength - length <= 64;
