import { createElement } from "react";
import { sha256 } from "@/lib/crypto";
import { sendMail } from "@/lib/email/send-mail";
import { SignInLinkMail, signInLinkSubject } from "@/lib/email/templates/sign-in-link";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { paths } from "@/lib/paths";
import { takeFromBucket } from "@/lib/rate-bucket";
import { requestDetails } from "./request-details";

/**
 * Mails a link to our confirmation page. `callbackUrl` is next-auth's own address, which spends the token when it is opened:
 * so it is never mailed, and the page's button goes there. Mail scanners that open links spend nothing.
 */
export async function sendSignInLink(email: string, callbackUrl: string): Promise<void> {
  const { ip } = requestDetails();
  const limits = [
    { key: `sign-in:${email}`, capacity: 5, refillPerSecond: 5 / 900 },
    { key: `sign-in-from:${ip}`, capacity: 30, refillPerSecond: 30 / 900 },
  ];
  for (const limit of limits) {
    const taken = await takeFromBucket(limit);
    if (!taken.ok) throw new AppError("rate_limited", { retryAfterSeconds: taken.retryAfterSeconds });
  }
  const { APP_URL, SIGN_IN_LINK_SECONDS } = env();
  const page = new URL(paths.confirmSignIn, APP_URL);
  page.search = new URL(callbackUrl).search;
  await sendMail({
    to: email,
    subject: signInLinkSubject,
    template: createElement(SignInLinkMail, {
      url: page.toString(),
      expiresInMinutes: Math.round(SIGN_IN_LINK_SECONDS / 60),
    }),
    idempotencyKey: `sign-in-${sha256(callbackUrl).slice(0, 40)}`,
  });
}
