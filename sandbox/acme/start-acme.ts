import { applyFault } from "@/sandbox/apply-fault";
import { type HttpServer, serveHttp } from "@/sandbox/http";
import { matchRoute } from "@/sandbox/routes";
import { type AcmeContext, linksFor } from "./acme-context";
import { type AcmeCall, acmeRoutes } from "./acme-routes";
import { Nonces } from "./nonces";
import { AcmeProblem, malformed, notFound } from "./problem";
import { issueServerCertificate } from "./server-certificate";
import { readSignedRequest } from "./signed-request";

/** Serves the CA over HTTPS on 127.0.0.1, with a certificate of its own. */
export async function startAcme(context: AcmeContext, port: number): Promise<HttpServer> {
  const nonces = new Nonces();
  const tls = await issueServerCertificate(context.authority, context.sandbox.domain);

  const perform = async (call: AcmeCall, text: string, named: string | null): Promise<Response> => {
    if (named === "badNonce") throw new AcmeProblem(400, "badNonce", "JWS has an invalid anti-replay nonce");
    if (named === "rateLimited") {
      throw new AcmeProblem(429, "rateLimited", "too many requests, made so by a fault", {
        "retry-after": "3600",
      });
    }
    if (call.route.answer) return call.route.answer(context, call, named);
    if (!call.request.headers.get("content-type")?.startsWith("application/jose+json")) {
      throw new AcmeProblem(415, "malformed", "Content-Type must be application/jose+json");
    }
    const signed = await readSignedRequest(text, call.url, context.store, (nonce) => nonces.spend(nonce));
    return call.route.answerSigned(context, call, signed, named);
  };

  const handle = async (request: Request): Promise<Response> => {
    const { origin } = new URL(request.url);
    const finish = (response: Response): Response => {
      response.headers.set("replay-nonce", nonces.issue());
      response.headers.set("cache-control", "no-store");
      response.headers.append("link", `<${origin}/directory>;rel="index"`);
      return response;
    };
    const match = matchRoute(
      Object.keys(acmeRoutes).map((pattern) => [pattern, noHandler] as const),
      request,
    );
    const route = match && acmeRoutes[match.pattern];
    if (!match || !route) return finish(notFound("resource").toResponse());
    const text = request.body ? await request.text() : "";
    const id = route.hasId ? match.call.param("id") : "";
    const call: AcmeCall = { request, route, id, url: request.url, origin, links: linksFor(origin) };
    const effect = context.sandbox.faults.take(
      "acme",
      route.operation,
      namesIn(context, route.operation, id, text),
    );
    const answered = await applyFault(
      effect,
      (named) =>
        perform(call, text, named).catch((error: unknown) => {
          if (error instanceof AcmeProblem) return error.toResponse();
          throw error;
        }),
      ({ status, code, message, headers }) =>
        new AcmeProblem(status, code ?? "serverInternal", message ?? "Fault", headers).toResponse(),
    );
    return finish(answered);
  };

  return serveHttp(handle, {
    port,
    tls,
    onError: (error, request) => context.sandbox.log("acme.error", { ...request, error: String(error) }),
  });
}

function noHandler(): Response {
  throw malformed("BUG: never called");
}

/** What a fault's `match` is looked for in: the names that a request is about. */
function namesIn(context: AcmeContext, operation: string, id: string, text: string): string {
  const { store } = context;
  if (operation === "newOrder") {
    const payload = /"payload"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? "";
    return Buffer.from(payload, "base64url").toString();
  }
  const order = store.orders.get(id);
  const names = order?.identifiers.map(({ value }) => value) ?? store.certificates.get(id)?.names;
  return names?.join(" ") ?? store.authorizations.get(id)?.identifier.value ?? id;
}
