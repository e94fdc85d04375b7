import { expect, test } from "@playwright/test";
import { installation } from "./installation";
import { signIn, signInByMail } from "./sign-in";

const reason = "Ticket 4711: the orders of this morning are gone";

/** Somebody deletes the machine at the provider: nobody answers there any more. */
async function loseMachine(serverId: string): Promise<void> {
  const hetzner = `${installation.sandboxUrl}/hetzner/v1`;
  const headers = { authorization: "Bearer sandbox-hetzner-token" };
  const answer = await fetch(`${hetzner}/servers?name=nself-${serverId.slice(4)}`, { headers });
  const { servers } = (await answer.json()) as { servers: { id: number }[] };
  const gone = await fetch(`${hetzner}/servers/${servers[0]?.id}`, { method: "DELETE", headers });
  expect(gone.ok).toBe(true);
}

test("an operator comes in by a reason, helps under a banner on every page, leaves, and the customer reads it all", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const headers = { authorization: `Bearer ${installation.apiToken}`, "content-type": "application/json" };
  const ordered = await fetch(`${installation.webUrl}/api/v1/servers`, {
    method: "POST",
    headers,
    body: JSON.stringify({ name: "In need", subdomain: "in-need", location: "fsn1", serverType: "cx33" }),
  });
  const { server } = (await ordered.json()) as { server: { id: string } };
  const backups = `${installation.webUrl}/servers/${server.id}/backups`;

  const staff = await browser.newContext();
  const page = await staff.newPage();
  expect((await page.goto(`${installation.webUrl}/operator`))?.status()).toBe(404);
  await signInByMail(page, "operator@example.com");
  await page.getByRole("link", { name: "Operator" }).click();
  await page.getByLabel("Team or server").fill("in-need");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("button", { name: "Visit the server In need…" }).click();
  const begin = page.getByRole("button", { name: "Begin the visit" });
  await page.getByLabel("Reason").fill("too short");
  await expect(begin).toBeDisabled();
  await page.getByLabel("Reason").fill(reason);
  await begin.click();

  await expect(page).toHaveURL(backups);
  const banner = page.getByRole("region", { name: "Operator’s visit" });
  const backUp = page.getByRole("button", { name: "Back up now" });
  await expect(backUp).toBeEnabled({ timeout: 60_000 });
  for (const part of ["backups", "restore", "drills", "activity", "settings"]) {
    await page.goto(`${installation.webUrl}/servers/${server.id}/${part}`);
    await expect(banner).toContainText("You are in Demo");
    await expect(banner).toContainText(reason);
  }
  await page.goto(`${installation.webUrl}/servers/${server.id}/drills`);
  await page.getByRole("radio", { name: /Database corruption/ }).check({ force: true });
  await page.getByRole("button", { name: "Run this drill" }).click();
  await expect(page.getByText("Passed", { exact: true }).first()).toBeVisible({ timeout: 60_000 });

  await loseMachine(server.id);
  await page.goto(`${installation.webUrl}/servers/${server.id}/restore`);
  await page.getByRole("button", { name: "Show what would happen" }).click();
  await expect(page.getByText("Not in place right now, but into a new server")).toBeVisible();
  await expect(page.getByRole("radio", { name: /In place/ })).toBeDisabled();
  await page.getByLabel("Server name").fill("Helped");
  await page.getByLabel("Subdomain").fill("helped");
  await page.getByLabel("Type In need to confirm").fill("In need");
  await page.getByRole("button", { name: "Restore into the new server" }).click();
  await expect(page.getByRole("button", { name: /Restoring the data/ })).toBeVisible();
  await expect(banner).toContainText(reason);
  await expect(page.getByText("The new server is restored")).toBeVisible({ timeout: 90_000 });

  await banner.getByRole("button", { name: "End the visit" }).click();
  await expect(page.getByRole("heading", { name: "Operator", level: 1 })).toBeVisible();
  await expect(banner).toBeHidden();
  await page.goto(backups);
  await expect(page.getByRole("heading", { name: "In need" })).toBeHidden();
  await staff.close();

  const customer = await browser.newContext();
  const theirs = await customer.newPage();
  await signIn(theirs);
  expect((await theirs.goto(`${installation.webUrl}/operator`))?.status()).toBe(404);
  await theirs.goto(`${installation.webUrl}/activity`);
  const acts = theirs
    .getByRole("listitem")
    .filter({ hasText: "operator operator@example.com" })
    .filter({ hasText: reason });
  await expect(acts).toContainText([
    "ended the visit",
    "into the new server helped",
    "ordered server Helped",
    "started the drill database-corruption",
    "began a visit to help",
  ]);
  await customer.close();
});
