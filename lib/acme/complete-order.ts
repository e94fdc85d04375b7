import { setTimeout as sleep } from "node:timers/promises";
import { callAcme } from "./call-acme";
import { dnsChallenge } from "./challenges-of-order";
import { deadOrder } from "./dead-order";
import type { Acme } from "./open-acme";
import {
  type Authorization,
  type OpenOrder,
  type Order,
  readAuthorizations,
  readOrder,
  toOrder,
  withAuthorizations,
} from "./order";

const patienceMs = 10_000;
const firstPauseMs = 100;
const longestPauseMs = 2000;

type Completed = { status: "issued"; certificatePem: string } | { status: "pending" };

/**
 * Takes an order as far as it goes within about ten seconds, from wherever it stands: tells the CA that the records are
 * there, waits, finalises with `csr` (PEM), downloads the chain (leaf first). "pending" means: call again. Throws
 * DeadOrderError when the order can never be issued.
 */
export async function completeOrder(acme: Acme, opened: OpenOrder, csr: string): Promise<Completed> {
  const giveUpAt = Date.now() + patienceMs;
  let order = opened;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    let settled = false;
    if (order.status === "invalid")
      throw deadOrder(order.raw.url, order.error ?? (await problemOfNames(acme, order)));
    if (order.status === "pending") settled = await answerChallenges(acme, order);
    if (order.status === "ready") {
      const { raw } = order;
      order = { ...toOrder(await callAcme(() => acme.client.finalizeOrder(raw, csr))), authorizations: [] };
    }
    if (order.status === "valid") return { status: "issued", certificatePem: await download(acme, order) };
    if (Date.now() + pauseMs > giveUpAt) return { status: "pending" };
    // Once only: a CA that says so and keeps the order pending is waited for like any other.
    if (!settled || pauseMs > firstPauseMs) await sleep(pauseMs);
    order = await withAuthorizations(acme, await readOrder(acme, order.raw.url));
  }
}

/** True when the CA has looked already, and there is nothing to wait for. */
async function answerChallenges(acme: Acme, { raw, authorizations }: OpenOrder): Promise<boolean> {
  const answered = authorizations.map(async (authorization) => {
    if (authorization.status === "valid") return true;
    if (authorization.status !== "pending") throw deadOrder(raw.url, problemOfName(authorization));
    const { type, url, token, status } = dnsChallenge(authorization);
    if (status !== "pending") return false;
    const challenge = { type, url, token, status: "pending" } as const;
    return (await callAcme(() => acme.client.completeChallenge(challenge))).status === "valid";
  });
  return (await Promise.all(answered)).every(Boolean);
}

async function problemOfNames(acme: Acme, order: Order): Promise<unknown> {
  const authorizations = await readAuthorizations(acme, order);
  return authorizations.map(problemOfName).find((problem) => problem !== undefined);
}

function problemOfName({ challenges }: Authorization): unknown {
  return challenges.find(({ error }) => error !== undefined)?.error;
}

async function download(acme: Acme, order: Order): Promise<string> {
  return await callAcme(() => acme.client.getCertificate(order.raw));
}
