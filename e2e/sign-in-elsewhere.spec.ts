import { expect, test } from "@playwright/test";
import { installation } from "./installation";

for (const provider of ["GitHub", "Google"]) {
  test(`a new person comes in with ${provider}, after a no that is explained`, async ({ page }) => {
    await page.goto(`${installation.webUrl}/team`);
    await page.getByRole("button", { name: `Continue with ${provider}` }).click();
    await expect(page.getByRole("heading", { name: `Sign in with ${provider}` })).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "You cancelled" })).toBeVisible();

    await page.getByRole("button", { name: `Continue with ${provider}` }).click();
    await page.getByLabel("E-mail address of the account").fill(`new.${provider}@example.com`);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(page).toHaveURL(`${installation.webUrl}/team`);
    await expect(page.getByRole("button", { name: `Team New ${provider}'s team` })).toBeVisible();
  });
}

test("an address that is known from the mailed link is told to use that", async ({ page }) => {
  await page.goto(`${installation.webUrl}/sign-in`);
  await page.getByRole("button", { name: "Continue with GitHub" }).click();
  await page.getByLabel("E-mail address of the account").fill(installation.email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "signed in another way before" })).toBeVisible();
});
