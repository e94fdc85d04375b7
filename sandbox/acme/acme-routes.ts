import { changeKey, listOrders, newAccount, updateAccount } from "./accounts";
import type { AcmeContext, AcmeLinks } from "./acme-context";
import { authorization, challenge } from "./authorizations";
import { downloadCertificate, renewalInfo, revokeCertificate } from "./certificates";
import { showDirectory } from "./directory";
import { finalizeOrder } from "./finalize-order";
import { newOrder } from "./new-order";
import { requireOrder, showOrder } from "./orders";
import type { SignedRequest } from "./signed-request";

export interface AcmeCall {
  request: Request;
  route: AcmeRoute;
  /** The id in the path, empty where the route has none. */
  id: string;
  url: string;
  origin: string;
  links: AcmeLinks;
}

type Answer = Response | Promise<Response>;
interface Common {
  /** The name that faults go by. */
  operation: string;
  hasId: boolean;
}
interface OpenRoute extends Common {
  answer(context: AcmeContext, call: AcmeCall, named: string | null): Answer;
}
interface SignedRoute extends Common {
  answer?: undefined;
  answerSigned(context: AcmeContext, call: AcmeCall, signed: SignedRequest, named: string | null): Answer;
}
export type AcmeRoute = OpenRoute | SignedRoute;

const open = (operation: string, answer: OpenRoute["answer"], hasId = false): OpenRoute => ({
  operation,
  hasId,
  answer,
});
const signed = (
  operation: string,
  hasId: boolean,
  answerSigned: SignedRoute["answerSigned"],
): SignedRoute => ({
  operation,
  hasId,
  answerSigned,
});

/** Every resource of the CA. All but the directory, nonces and renewal information are signed POSTs. */
export const acmeRoutes: Readonly<Record<string, AcmeRoute>> = {
  "GET /": open("directory", (_context, { origin }) => showDirectory(origin)),
  "GET /directory": open("directory", (_context, { origin }) => showDirectory(origin)),
  "GET /terms": open("terms", () => new Response("The sandbox promises nothing.\n")),
  "GET /new-nonce": open("newNonce", () => new Response(null, { status: 204 })),
  "HEAD /new-nonce": open("newNonce", () => new Response(null, { status: 200 })),
  "GET /renewal-info/:id": open(
    "renewalInfo",
    (context, { id }, named) => renewalInfo(context, id, named),
    true,
  ),
  "POST /new-account": signed("newAccount", false, (context, { links }, by) =>
    newAccount(context, links, by),
  ),
  "POST /account/:id": signed("account", true, (context, { links, id }, by) =>
    updateAccount(context, links, by, id),
  ),
  "POST /account/:id/orders": signed("orders", true, (context, { links, id }, by) =>
    listOrders(context, links, by, id),
  ),
  "POST /key-change": signed("keyChange", false, (context, { links, url }, by) =>
    changeKey(context, links, by, url),
  ),
  "POST /new-order": signed("newOrder", false, (context, { links }, by, named) =>
    newOrder(context, links, by, named),
  ),
  "POST /order/:id": signed("order", true, (context, { links, id }, by) =>
    showOrder(context, links, requireOrder(context, by, id)),
  ),
  "POST /order/:id/finalize": signed("finalize", true, (context, { links, id }, by, named) =>
    finalizeOrder(context, links, by, id, named),
  ),
  "POST /authorization/:id": signed("authorization", true, (context, { links, id }, by) =>
    authorization(context, links, by, id),
  ),
  "POST /challenge/:id": signed("challenge", true, (context, { links, id }, by, named) =>
    challenge(context, links, by, id, named),
  ),
  "POST /certificate/:id": signed("certificate", true, (context, { id }, by) =>
    downloadCertificate(context, by, id),
  ),
  "POST /revoke-cert": signed("revokeCert", false, (context, _call, by) => revokeCertificate(context, by)),
};
