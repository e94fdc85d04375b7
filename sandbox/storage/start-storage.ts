import { randomBytes } from "node:crypto";
import { applyFault } from "@/sandbox/apply-fault";
import type { SandboxContext } from "@/sandbox/context";
import { bodyOf, type HttpServer, serveHttp } from "@/sandbox/http";
import type { FindKey } from "./access-keys";
import { decodeChunks } from "./chunked-body";
import { ObjectStore } from "./object-store";
import { operationOf } from "./operations";
import { performOperation } from "./perform-operation";
import { S3Error } from "./s3-error";
import { authenticate } from "./signature";

interface StorageOptions {
  port: number;
  /** Listens on this unix socket instead of a port. */
  socketPath?: string;
  /** As MinIO: any region will do, and `/minio/health/*` tells that it lives. */
  asMinio?: boolean;
  /** Milliseconds since the epoch: what signatures and retention are judged by. */
  now?: () => number;
  /** Made at start unless they are there: with versions and object lock, without a default retention. */
  buckets?: readonly { name: string; region: string }[];
}

/** Serves an S3-compatible object store on 127.0.0.1, path style (`/bucket/key`). */
export async function startStorage(
  context: SandboxContext,
  findKey: FindKey,
  options: StorageOptions,
): Promise<HttpServer> {
  const store = new ObjectStore(context.dataDir);
  const now = options.now ?? Date.now;
  for (const { name, region } of options.buckets ?? []) ensureBucket(store, name, region, now());

  const perform = async (request: Request, path: S3Path, operation: string | null, named: string | null) => {
    const authentication = authenticate(request, findKey, now());
    if (operation === null) {
      throw new S3Error(
        501,
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
      );
    }
    const trailers = new Map<string, string>();
    const raw = bodyOf(request);
    const body = () =>
      authentication.payload.kind === "chunks"
        ? decodeChunks(raw, authentication, (name, value) => trailers.set(name, value))
        : raw;
    const { bucketName, key, query } = path;
    return performOperation(operation, {
      request,
      query,
      bucketName,
      key,
      authentication,
      store,
      now,
      body,
      trailers,
      named,
      anyRegion: options.asMinio ?? false,
    });
  };

  const answer = async (request: Request, requestId: string): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const respond = (error: unknown): Response => {
      if (error instanceof S3Error) return error.toResponse(pathname, requestId, request.method);
      throw error;
    };
    try {
      const path = readPath(request.url);
      const operation = operationOf(request.method, path.bucketName, path.key, path.query, request.headers);
      const detail = path.key === "" ? path.bucketName : `${path.bucketName}/${path.key}`;
      return await applyFault(
        context.faults.take("storage", operation ?? request.method, detail),
        (named) => perform(request, path, operation, named).catch(respond),
        ({ status, code, message, headers }) =>
          respond(new S3Error(status, code ?? "InternalError", message ?? "Fault", {}, headers)),
      );
    } catch (error) {
      return respond(error);
    }
  };

  const handle = async (request: Request): Promise<Response> => {
    if (options.asMinio && new URL(request.url).pathname.startsWith("/minio/health/")) {
      return new Response(null, { headers: { server: "sandbox-storage" } });
    }
    const requestId = randomBytes(8).toString("hex").toUpperCase();
    const answered = await answer(request, requestId);
    answered.headers.set("x-amz-request-id", requestId);
    // Clients set their clocks by it before they sign again.
    answered.headers.set("date", new Date(now()).toUTCString());
    answered.headers.set("server", "sandbox-storage");
    return answered;
  };

  return serveHttp(handle, {
    port: options.port,
    socketPath: options.socketPath,
    directBodies: true,
    onError: (error, request) => context.log("storage.error", { ...request, error: String(error) }),
  });
}

function ensureBucket(store: ObjectStore, name: string, region: string, now: number): void {
  if (store.buckets.get(name)) return;
  store.buckets.put({
    id: name,
    region,
    versioning: "enabled",
    objectLock: true,
    defaultRetention: null,
    createdAt: new Date(now).toISOString(),
  });
}

interface S3Path {
  bucketName: string;
  key: string;
  query: URLSearchParams;
}

function readPath(address: string): S3Path {
  const url = new URL(address);
  const path = url.pathname.slice(1);
  const at = path.indexOf("/");
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
    }
  };
  return {
    bucketName: at < 0 ? decode(path) : decode(path.slice(0, at)),
    key: at < 0 ? "" : decode(path.slice(at + 1)),
    query: url.searchParams,
  };
}
