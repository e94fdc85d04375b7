import { expect, test } from "@playwright/test";
import { installation, linkIn, newestMail } from "./installation";
import { signIn, signInByMail } from "./sign-in";

test("a mail scanner that opens the sign-in link spends nothing, and the link works once", async ({
  page,
  request,
}) => {
  const email = "scanner@example.com";
  await page.goto(`${installation.webUrl}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  const link = linkIn(await newestMail(email, /sign in/i), "/sign-in/confirm");
  for (let look = 0; look < 3; look += 1) expect((await request.get(link)).status()).toBe(200);
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Your first backend is minutes away")).toBeVisible();
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "expired or was used" })).toBeVisible();
});

test("a page of the console sends a stranger to sign in and back", async ({ page }) => {
  await page.goto(`${installation.webUrl}/team`);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fteam/);
});

test("an invited person joins the team, and an API token is shown once and works", async ({
  page,
  browser,
}) => {
  await signIn(page);
  await page.getByRole("link", { name: "Team" }).first().click();
  await page.getByLabel("E-mail address").fill("dev@example.com");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("invited as developer")).toBeVisible();
  const link = linkIn(await newestMail("dev@example.com", /Invitation/), "/invitations/");

  await page.getByRole("link", { name: "API tokens" }).first().click();
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByLabel("Name").fill("e2e");
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  const answer = await fetch(`${installation.webUrl}/api/v1/servers`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  await page.getByRole("button", { name: "I have it" }).click();
  await page.getByRole("button", { name: "Revoke e2e" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  // The dialog closes once the revocation is answered.
  await expect(page.getByRole("dialog")).toBeHidden();
  const refused = await fetch(`${installation.webUrl}/api/v1/servers`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(refused.status).toBe(401);

  const other = await (await browser.newContext()).newPage();
  await signInByMail(other, "dev@example.com");
  await other.goto(link);
  await other.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(other.getByRole("button", { name: /Team Demo/ })).toBeVisible();
  await other.context().close();
});

test("a further team is made from the switcher, is the active one, and the first one is a choice away", async ({
  page,
}) => {
  await signIn(page);
  await page.getByRole("button", { name: /Team Demo/ }).click();
  await page.getByRole("link", { name: "New team" }).click();
  await expect(page.getByRole("heading", { name: "New team" })).toBeVisible();
  await page.getByLabel("Team name").fill("   ");
  await page.getByRole("button", { name: "Make the team" }).click();
  await expect(page.getByText("Give the team a name.")).toBeVisible();

  await page.route("**/api/v1/teams", (route) => route.abort(), { times: 1 });
  await page.getByLabel("Team name").fill("Side Project");
  await page.getByRole("button", { name: "Make the team" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  await page.getByRole("button", { name: "Make the team" }).dblclick();
  await expect(page.getByText("Your first backend is minutes away")).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: /Team Side Project/ }).click();
  await expect(page.getByRole("button", { name: "Side Project", exact: false })).toHaveCount(2);
  await page.getByRole("button", { name: "Demo", exact: true }).click();
  await expect(page.getByRole("button", { name: /Team Demo/ })).toBeVisible();
});

test("a revoked session stops working at once", async ({ page, browser }) => {
  // Somebody of their own: the demo owner's sessions are other tests'.
  const email = "sessions@example.com";
  await signInByMail(page, email);
  const other = await (await browser.newContext()).newPage();
  await signIn(other, email);
  await page.goto(`${installation.webUrl}/account/sessions`);
  await page.getByRole("button", { name: "End all other sessions" }).click();
  await expect(page.getByRole("button", { name: "End all other sessions" })).toBeHidden();
  await other.goto(`${installation.webUrl}/servers`);
  await expect(other).toHaveURL(/\/sign-in/);
  await other.context().close();
});
