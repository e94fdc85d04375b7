import { expect, type Page } from "@playwright/test";
import { cookieFor } from "@/scripts/session-cookie";
import { installation, linkIn, newestMail } from "./installation";

/** Signs in as a person does: asks for a link, opens it from the inbox, presses the button. */
export async function signInByMail(page: Page, email = installation.email): Promise<void> {
  await page.goto(`${installation.webUrl}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  const link = linkIn(await newestMail(email, /sign in/i), "/sign-in/confirm");
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Servers", exact: true })).toBeVisible();
}

/** Signs a person in by a session row, for tests that are about something else. */
export async function signIn(page: Page, email = installation.email): Promise<void> {
  const [name = "", value = ""] = (await cookieFor(installation.databaseUrl, email)).split("=");
  await page.context().addCookies([{ name, value, url: installation.webUrl }]);
  await page.goto(`${installation.webUrl}/servers`);
  await expect(page.getByRole("heading", { name: "Servers", exact: true })).toBeVisible();
}
