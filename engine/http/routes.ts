import type pg from "pg";
import type { EngineContext } from "@/engine/engine-context";
import { answerCancellation, answerDeleteRun } from "./cancel-routes";
import { answerEvents, answerInvoke } from "./event-routes";
import { answerPage } from "./page-route";
import { answerEvent, answerEventList, answerEventRuns, answerRun } from "./read-routes";
import type { EngineRequest, Reply } from "./request";
import { answerActions, answerBatch, answerCheckpoint, answerRegister, answerSignal } from "./sdk-routes";

export interface RouteContext {
  ctx: EngineContext;
  /** For the read API: off the writer's connection. */
  pool: pg.Pool;
  onRegistered: () => void;
}
interface Route {
  method: string;
  path: RegExp;
  /** `signing`: needs the signing key when there is one. */
  auth: "none" | "signing";
  answer: (route: RouteContext, request: EngineRequest) => Reply | Promise<Reply>;
}

/** Every address of the server (protocol section 1). */
export const routes: readonly Route[] = [
  { method: "POST", path: /^\/e\/([^/]+)$/, auth: "none", answer: answerEvents },
  { method: "POST", path: /^\/v1\/checkpoint\/([^/]+)\/async$/, auth: "signing", answer: answerCheckpoint },
  { method: "POST", path: /^\/fn\/register$/, auth: "signing", answer: answerRegister },
  { method: "GET", path: /^\/v0\/runs\/([^/]+)\/actions$/, auth: "signing", answer: answerActions },
  { method: "GET", path: /^\/v0\/runs\/([^/]+)\/batch$/, auth: "signing", answer: answerBatch },
  { method: "POST", path: /^\/v1\/signals$/, auth: "signing", answer: answerSignal },
  { method: "POST", path: /^\/invoke\/(.+)$/, auth: "signing", answer: answerInvoke },
  { method: "GET", path: /^\/v1\/events$/, auth: "signing", answer: answerEventList },
  { method: "GET", path: /^\/v1\/events\/([^/]+)$/, auth: "signing", answer: answerEvent },
  { method: "GET", path: /^\/v1\/events\/([^/]+)\/runs$/, auth: "signing", answer: answerEventRuns },
  { method: "GET", path: /^\/v1\/runs\/([^/]+)$/, auth: "signing", answer: answerRun },
  { method: "DELETE", path: /^\/v1\/runs\/([^/]+)$/, auth: "signing", answer: answerDeleteRun },
  { method: "POST", path: /^\/v1\/cancellations$/, auth: "signing", answer: answerCancellation },
  {
    method: "GET",
    path: /^\/health$/,
    auth: "none",
    answer: () => ({ status: 200, body: { status: 200, message: "OK" } }),
  },
  { method: "GET", path: /^\/$/, auth: "none", answer: answerPage },
];
