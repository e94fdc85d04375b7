import { expect, type Page } from "@playwright/test";
import { installation, linkIn, newestMail } from "./installation";

/** Signs in as a person does: asks for a link, opens it from the inbox, presses the button. */
export async function signIn(page: Page, email = installation.email): Promise<void> {
  await page.goto(`${installation.webUrl}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  const link = linkIn(await newestMail(email, /sign in/i), "/sign-in/confirm");
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Servers", exact: true })).toBeVisible();
}
