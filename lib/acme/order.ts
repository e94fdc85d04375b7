import type acme from "acme-client";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { AcmeProblem } from "./acme-problem";
import { callAcme } from "./call-acme";
import { deadOrder } from "./dead-order";
import type { Acme } from "./open-acme";

const challengeSchema = z.object({
  type: z.string(),
  url: z.string(),
  status: z.string(),
  token: z.string().default(""),
  error: z.unknown().optional(),
});

const authorizationSchema = z.object({
  status: z.enum(["pending", "valid", "invalid", "deactivated", "expired", "revoked"]),
  identifier: z.object({ type: z.literal("dns"), value: z.string() }),
  challenges: z.array(challengeSchema),
});
export type Authorization = z.infer<typeof authorizationSchema>;

const orderSchema = z.object({
  url: z.string(),
  status: z.enum(["pending", "ready", "processing", "valid", "invalid"]),
  error: z.unknown().optional(),
});

/** RFC 8555 section 7.1.3, with the package's own value for its next calls. */
export interface Order {
  status: z.infer<typeof orderSchema>["status"];
  error: unknown;
  raw: acme.Order;
}

export function toOrder(raw: acme.Order): Order {
  const { status, error } = parse(orderSchema, raw);
  return { status, error, raw };
}

/** An order with what is to be proven for it; once that is done, with nothing. */
export interface OpenOrder extends Order {
  authorizations: Authorization[];
}

/** Takes up an order from its URL alone. @throws DeadOrderError when the CA does not know it any more. */
export async function openOrder(acme: Acme, orderUrl: string): Promise<OpenOrder> {
  try {
    return await withAuthorizations(acme, await readOrder(acme, orderUrl));
  } catch (error) {
    const gone =
      error instanceof AppError && error.cause instanceof AcmeProblem && error.cause.status === 404;
    throw gone ? deadOrder(orderUrl, undefined) : error;
  }
}

export async function withAuthorizations(acme: Acme, order: Order): Promise<OpenOrder> {
  return {
    ...order,
    authorizations: order.status === "pending" ? await readAuthorizations(acme, order) : [],
  };
}

export async function readOrder({ client }: Acme, orderUrl: string): Promise<Order> {
  // The package reads nothing but the URL here; the rest is filled by the answer.
  const known: acme.Order = {
    url: orderUrl,
    status: "pending",
    identifiers: [],
    authorizations: [],
    finalize: "",
  };
  return toOrder(await callAcme(() => client.getOrder(known)));
}

export async function readAuthorizations({ client }: Acme, order: Order): Promise<Authorization[]> {
  const raw = await callAcme(() => client.getAuthorizations(order.raw));
  return raw.map((authorization) => parse(authorizationSchema, authorization));
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const internal = `acme: the answer has an unknown shape: ${z.prettifyError(parsed.error)}`;
  throw new AppError("certificate_failed", { internal });
}
