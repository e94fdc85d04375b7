import { randomUUID } from "node:crypto";
import { applyFault } from "@/sandbox/apply-fault";
import type { SandboxContext } from "@/sandbox/context";
import type { Provider } from "@/sandbox/provider";
import type { FindKey } from "@/sandbox/storage/access-keys";
import { type XmlFields, xmlFields } from "@/sandbox/storage/xml";
import { authenticateIam } from "./authenticate-iam";
import { iamActions } from "./iam-actions";
import { IamError, iamNamespace } from "./iam-error";
import type { IamUsers } from "./iam-users";

export const iamMountPath = "/iam";

/** The part of AWS's IAM API (as Ceph's RGW has it too) that gives users of the object store policies and keys. */
export function createIam(context: SandboxContext, users: IamUsers, findKey: FindKey): Provider {
  const perform = (request: Request, body: string, form: URLSearchParams, requestId: string): Response => {
    const key = authenticateIam(request, body, findKey);
    const action = form.get("Action") ?? "";
    const act = Object.hasOwn(iamActions, action) ? iamActions[action] : undefined;
    if (!act || form.get("Version") !== "2010-05-08") {
      throw new IamError(400, "InvalidAction", `Could not find operation ${action} for the version given.`);
    }
    if (key.grants !== null) {
      throw new IamError(
        403,
        "AccessDenied",
        `The owner of ${key.id} is not authorized to perform: iam:${action}`,
      );
    }
    const result = act({ users, param: (name) => form.get(name) ?? "" });
    context.log("iam.done", { action, user: form.get("UserName") });
    return answer(action, result, requestId);
  };

  return {
    mountPath: iamMountPath,
    title: "IAM API: users and keys of the object storage",
    close: async () => {},
    handle: async (request) => {
      const requestId = randomUUID();
      const respond = (error: unknown): Response => {
        if (error instanceof IamError) return error.toResponse(requestId);
        throw error;
      };
      if (request.method !== "POST" || !/^\/iam\/?$/.test(new URL(request.url).pathname)) {
        return new IamError(404, "InvalidAction", "Requests are POSTs to the endpoint itself.").toResponse(
          requestId,
        );
      }
      const body = await request.text();
      const form = new URLSearchParams(body);
      const names = ["UserName", "PolicyName", "AccessKeyId"].flatMap((name) => form.get(name) ?? []);
      return applyFault(
        context.faults.take("iam", form.get("Action") ?? "", names.join("/")),
        () => {
          try {
            return perform(request, body, form, requestId);
          } catch (error) {
            return respond(error);
          }
        },
        ({ status, code, message, headers }) =>
          respond(new IamError(status, code ?? "ServiceFailure", message ?? "Fault", headers)),
      );
    },
  };
}

function answer(action: string, result: XmlFields | null, requestId: string): Response {
  const content = xmlFields({
    ...(result ? { [`${action}Result`]: result } : {}),
    ResponseMetadata: { RequestId: requestId },
  });
  return new Response(`<${action}Response xmlns="${iamNamespace}">${content}</${action}Response>`, {
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
  });
}
