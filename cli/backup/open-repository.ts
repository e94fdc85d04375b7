import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, gzip, inflateRaw } from "node:zlib";
import type { Repository, StoredObject } from "@/cli/contract/backup";
import { seal, UnsealError, unseal } from "@/cli/contract/sealed-object";
import { Failure } from "@/cli/lib/failure";
import { places } from "@/cli/lib/in-flight";
import { objectNames } from "./object-names";
import { openStore, type Store } from "./open-store";

/** Of Node's four threads for such work: with all of them packing, every file and folder would wait for one. */
const threads = places(2);
const pack = promisify(gzip);
const inflate = promisify(inflateRaw);

/** What Node's gzip writes before the data: no name, no extra fields (RFC 1952, 2.3). */
const gzipHeaderBytes = 10;

/** Gzip without its checksum: the seal noticed changed bytes already, and summing them up again is a twentieth of a restore. */
const unpack = (packed: Buffer, plainBytes?: number) =>
  inflate(packed.subarray(gzipHeaderBytes), inOnePiece(plainBytes));

/** Objects compressed and sealed, by name. Whatever comes out is what once went in under that name. */
export interface OpenRepository {
  names: ReturnType<typeof objectNames>;
  store: Store;
  /** Seals and stores; when the name is taken, succeeds only if what is there opens to the same bytes (`differs` otherwise). */
  put(name: string, plain: Uint8Array, lockDays: number | null): Promise<StoredObject & { fresh: boolean }>;
  /**
   * The plain bytes, or null when there is no such object; quickest when told how many to expect. Throws `repository_damaged`
   * or `wrong_key`.
   */
  get(name: string, plainBytes?: number): Promise<Buffer | null>;
  /** As get, and the sealed bytes must have this hash; missing is damage too. */
  getExactly(name: string, stored: StoredObject): Promise<Buffer>;
  /** Reads back the sealed bytes and compares the hash; null when they are as they were stored, else what is wrong. */
  check(name: string, stored: StoredObject): Promise<string | null>;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const dayMs = 86_400_000;

/** Room for all of it at once, and a little more to see the end: piece by piece, waiting costs more than unpacking. */
const inOnePiece = (plainBytes = 16 * 1024 * 1024) => ({ chunkSize: plainBytes + 64 });

export function openRepository({ place, key }: Repository, store: Store = openStore(place)): OpenRepository {
  const open = async (name: string, sealed: Buffer, plainBytes?: number): Promise<Buffer> => {
    try {
      const packed = unseal(key, name, sealed);
      return await threads(() => unpack(packed, plainBytes));
    } catch (error) {
      if (error instanceof UnsealError && error.reason === "wrong_key") {
        throw new Failure("wrong_key", error.message, {
          hint: "The key that sealed this backup is needed; no other opens it.",
        });
      }
      throw new Failure(
        "repository_damaged",
        error instanceof UnsealError ? error.message : `${name} does not unpack`,
      );
    }
  };

  return {
    names: objectNames(place.prefix),
    store,
    put: async (name, plain, lockDays) => {
      const packed = await threads(() => pack(plain, { level: constants.Z_BEST_SPEED }));
      const sealed = seal(key, name, packed);
      const lockUntil = lockDays === null ? null : new Date(Date.now() + lockDays * dayMs);
      const outcome = await store.putNew(name, sealed, lockUntil);
      if (outcome === "stored") {
        return { sha256: sha256(sealed), storedBytes: sealed.length, plainBytes: plain.length, fresh: true };
      }
      // Ours from a try whose answer was lost, or something else.
      const there = await store.get(name);
      if (!there || !(await open(name, there)).equals(plain)) {
        throw new Failure("object_differs", `${name} is in the store already, with other content`);
      }
      return { sha256: sha256(there), storedBytes: there.length, plainBytes: plain.length, fresh: false };
    },
    get: async (name, plainBytes) => {
      const sealed = await store.get(name);
      return sealed && (await open(name, sealed, plainBytes));
    },
    getExactly: async (name, stored) => {
      const sealed = await store.get(name);
      if (!sealed) throw new Failure("repository_damaged", `${name} is missing in the store`);
      if (sha256(sealed) !== stored.sha256) {
        throw new Failure("repository_damaged", `${name} is not what was stored`);
      }
      return await open(name, sealed, stored.plainBytes);
    },
    check: async (name, stored) => {
      const sealed = await store.get(name);
      if (!sealed) return `${name} is missing`;
      if (sealed.length !== stored.storedBytes)
        return `${name} has ${sealed.length} bytes instead of ${stored.storedBytes}`;
      return sha256(sealed) === stored.sha256 ? null : `${name} has changed`;
    },
  };
}
