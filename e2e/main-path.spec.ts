import { readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { installation, linkIn, newestMail } from "./installation";
import { signIn, signInByMail } from "./sign-in";

const stepTitles = [
  "Creating the server",
  "Waiting for the server",
  "Installing ɳSelf",
  "Creating DNS records",
  "Configuring TLS",
  "Installing plugins",
  "Checking health",
  "Sending the welcome mail",
];

test("a customer signs in, orders a server, watches it become ready, opens it, and sees the credentials once", async ({
  page,
}) => {
  await signInByMail(page);
  await page.getByRole("link", { name: "Order server" }).first().click();
  await page.getByLabel("Server name").fill("My Shop");
  await expect(page.getByLabel("Subdomain")).toHaveValue("my-shop");
  await expect(page.getByText("Free", { exact: true })).toBeVisible();
  await page.getByRole("radio", { name: /Nuremberg/ }).check({ force: true });
  await page.getByLabel("Search plugins").fill("notify");
  await page.getByRole("checkbox", { name: /Notify/ }).check();
  await page.getByRole("button", { name: "Order server" }).dblclick();
  await expect(page.getByRole("heading", { name: "My Shop" })).toBeVisible();
  for (const title of stepTitles)
    await expect(page.getByRole("button", { name: new RegExp(title) }).first()).toBeVisible();
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "Addresses" })).toBeVisible();
  await expect(page.getByText("PostgreSQL")).toBeVisible();

  await page.getByRole("link", { name: "Provisioning" }).click();
  await expect(page.getByRole("log")).toContainText("The server enrolled");
  await page.getByRole("link", { name: "Servers", exact: true }).first().click();
  await expect(
    page.getByRole("list", { name: "Servers" }).getByRole("link", { name: "My Shop" }),
  ).toHaveCount(1);

  const mail = await newestMail(installation.email, /My Shop/);
  expect(mail.html + mail.text).not.toMatch(/secret["':= ]+[A-Za-z0-9]{16}/i);
  const link = linkIn(mail, "/welcome/");
  await page.goto(link);
  await page.reload();
  await page.getByRole("button", { name: "Show my credentials" }).click();
  await page.getByRole("button", { name: "Show the secret" }).click();
  await expect(page.locator("code").first()).toHaveText(/^[A-Za-z0-9_+/=-]{32,}$/);
  await page.goto(link);
  await expect(page.getByText("This link was opened already")).toBeVisible();
});

test("the server's address answers with a valid chain, and its PostgreSQL accepts SQL", async () => {
  const machines = (await (await fetch(`${installation.sandboxUrl}/sandbox/machines`)).json()) as {
    name: string;
    ports: { https: number };
    postgresUrl: string;
  }[];
  const headers = { authorization: `Bearer ${installation.apiToken}` };
  const { items } = (await (await fetch(`${installation.webUrl}/api/v1/servers`, { headers })).json()) as {
    items: { id: string; name: string }[];
  };
  const server = items.find((one) => one.name === "My Shop");
  const machine = machines.find((one) => server && one.name.endsWith(server.id.slice(4)));
  expect(machine).toBeDefined();
  const status = await new Promise((resolve, reject) => {
    const servername = "my-shop.sandbox.localhost";
    const options = {
      host: "127.0.0.1",
      port: machine?.ports.https,
      servername,
      path: "/health",
      headers: { host: servername },
      ca: readFileSync(installation.caFile),
    };
    httpsRequest(options, (response) => resolve(response.statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(200);
  const client = new pg.Client({ connectionString: machine?.postgresUrl });
  await client.connect();
  expect(
    (await client.query("SELECT current_setting('server_version_num')::int / 10000 AS major")).rows[0].major,
  ).toBe(16);
  await client.end();
});

test("a failed order says which step and why, and goes on in another location", async ({ page }) => {
  await signIn(page);
  await page.goto(`${installation.webUrl}/servers/new`);
  await page.getByLabel("Server name").fill("Full House");
  await page.getByLabel("Subdomain").fill("sim-no-capacity-e2e");
  await expect(page.getByText("Free", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Order server" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Creating the server failed" })).toBeVisible();
  await expect(
    page.getByText("Pick a different location or server type, or retry in 5 minutes."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Choose another location or type" }).click();
  await page
    .getByRole("dialog")
    .getByRole("radio", { name: /Helsinki/ })
    .check({ force: true });
  await page.getByRole("button", { name: "Retry there" }).click();
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 60_000 });
});

test("a server is deleted by typing its name, and the receipt says what went", async ({ page }) => {
  await signIn(page);
  await page.getByRole("link", { name: "Full House" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("button", { name: "Delete server" })).toBeDisabled();
  await page.getByLabel("Type Full House to confirm").fill("Full House");
  await page.getByRole("button", { name: "Delete server" }).click();
  await expect(page.getByRole("heading", { name: "Receipt" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Deleted", { exact: true })).toBeVisible();
});
