import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { AcmeProblem } from "./acme-problem";
import { callAcme } from "./call-acme";
import { dnsChallenge } from "./challenges-of-order";
import { deadOrder } from "./dead-order";
import type { Acme } from "./open-acme";
import { type Authorization, type Order, readAuthorizations, readOrder, toOrder } from "./order";

const patienceMs = 10_000;
const firstPauseMs = 100;
const longestPauseMs = 2000;

type Completed = { status: "issued"; certificatePem: string } | { status: "pending" };

/**
 * Takes an order as far as it goes within about ten seconds, from wherever it stands: tells the CA that the records are
 * there, waits, finalises with `csr` (PEM), downloads the chain (leaf first). "pending" means: call again. Throws
 * DeadOrderError when the order can never be issued.
 */
export async function completeOrder(
  acme: Acme,
  request: { orderUrl: string; csr: string },
): Promise<Completed> {
  const { orderUrl, csr } = request;
  const giveUpAt = Date.now() + patienceMs;
  let order = await firstRead(acme, orderUrl);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    if (order.status === "invalid")
      throw deadOrder(orderUrl, order.error ?? (await problemOfNames(acme, order)));
    if (order.status === "pending") await answerChallenges(acme, order);
    if (order.status === "ready") {
      const { raw } = order;
      order = toOrder(await callAcme(() => acme.client.finalizeOrder(raw, csr)));
    }
    if (order.status === "valid") return { status: "issued", certificatePem: await download(acme, order) };
    if (Date.now() + pauseMs > giveUpAt) return { status: "pending" };
    await sleep(pauseMs);
    order = await readOrder(acme, orderUrl);
  }
}

/** An order that the CA does not know any more is over. */
async function firstRead(acme: Acme, orderUrl: string): Promise<Order> {
  try {
    return await readOrder(acme, orderUrl);
  } catch (error) {
    const gone =
      error instanceof AppError && error.cause instanceof AcmeProblem && error.cause.status === 404;
    throw gone ? deadOrder(orderUrl, undefined) : error;
  }
}

async function answerChallenges(acme: Acme, order: Order): Promise<void> {
  for (const authorization of await readAuthorizations(acme, order)) {
    if (authorization.status === "valid") continue;
    if (authorization.status !== "pending") throw deadOrder(order.raw.url, problemOfName(authorization));
    const { type, url, token, status } = dnsChallenge(authorization);
    if (status === "pending") {
      await callAcme(() => acme.client.completeChallenge({ type, url, token, status: "pending" }));
    }
  }
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
