import { Visitor } from "./visitor";
import type { World } from "./world";

type Provider = "github" | "google";

interface Consent {
  cancel?: boolean;
  unverified?: boolean;
}

/** Presses the button of a provider on the sign-in page; answers the address of the provider's consent page. */
export async function pressButton(
  visitor: Visitor,
  provider: Provider | "email",
  more: Record<string, string> = {},
): Promise<URL> {
  const csrf = (await (await visitor.send("/api/auth/csrf")).json()) as { csrfToken: string };
  const body = new URLSearchParams({ callbackUrl: "/servers", json: "true", ...csrf, ...more });
  const response = await visitor.send(`/api/auth/signin/${provider}`, { method: "POST", body });
  return new URL(((await response.json()) as { url: string }).url);
}

/** Answers the consent page; gives the address that it sends the browser back to. */
export async function answerConsent(page: URL, email: string, consent: Consent = {}): Promise<URL> {
  const body = new URLSearchParams({
    decision: consent.cancel ? "cancel" : "continue",
    email,
    ...(consent.unverified ? { unverified: "on" } : {}),
  });
  const response = await fetch(page, { method: "POST", body, redirect: "manual" });
  return new URL(response.headers.get("location") ?? "");
}

/** The whole way in a browser that was never here; answers the browser and the page it ended on. */
export async function signInWith(
  world: World,
  provider: Provider,
  email: string,
  options: Consent & { visitor?: Visitor; callbackUrl?: string } = {},
) {
  const { visitor = new Visitor(world.webUrl), callbackUrl = "/servers", ...consent } = options;
  const page = await pressButton(visitor, provider, { callbackUrl });
  return { visitor, page: await visitor.open(await answerConsent(page, email, consent)) };
}

/** Signs in by the mailed link. */
export async function signInByMail(world: World, email: string): Promise<Visitor> {
  const visitor = new Visitor(world.webUrl);
  await pressButton(visitor, "email", { email });
  const [mail] = (await world.sandbox.mails(email)) as { text: string }[];
  const link = /http\S+\/sign-in\/confirm\?[^\s"<>)\]]+/.exec(mail?.text ?? "")?.[0];
  if (!link) throw new Error(`no link in the mail to ${email}`);
  await visitor.open(`/api/auth/callback/email${new URL(link).search}`);
  return visitor;
}
