import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { installation } from "./installation";
import { signIn } from "./sign-in";

const name = "Ledger";

/** An API call of the demo team, and its body. */
async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${installation.webUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${installation.apiToken}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Asks until the answer is there. */
async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  let seen: T | null | undefined | false = null;
  await expect
    .poll(
      async () => {
        seen = await look();
        return Boolean(seen);
      },
      { message: what, timeout: 90_000 },
    )
    .toBe(true);
  return seen as T;
}

interface Listed {
  id: string;
  name: string;
  status: string;
}

/** The server of this story, ordered once and ready with its first backup. */
async function ledgerServer(): Promise<string> {
  const { items } = await api<{ items: Listed[] }>("GET", "/servers");
  const known = items.find((one) => one.name === name);
  const order = { name, subdomain: "ledger", location: "fsn1", serverType: "cx33", plugins: [] };
  const id = known?.id ?? (await api<{ server: Listed }>("POST", "/servers", order)).server.id;
  await until("the first backup", async () => {
    const backups = await api<{ items: Listed[] }>("GET", `/servers/${id}/backups`);
    return backups.items.some(({ status }) => status === "good");
  });
  return id;
}

async function sql<T extends pg.QueryResultRow>(serverId: string, text: string): Promise<T[]> {
  const machines = (await (await fetch(`${installation.sandboxUrl}/sandbox/machines`)).json()) as {
    name: string;
    postgresUrl: string;
  }[];
  const machine = machines.find((one) => one.name.endsWith(serverId.slice(4)));
  const client = new pg.Client({ connectionString: machine?.postgresUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

const count = async (serverId: string) =>
  (await sql<{ n: number }>(serverId, "select count(*)::int as n from ledger"))[0]?.n;

/** The browser's zone is UTC (playwright.config): what the field takes is what PostgreSQL says. */
async function openBackups(page: Page): Promise<void> {
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("link", { name: "Backups" }).first().click();
  await expect(page.getByRole("heading", { name: "All backups" })).toBeVisible();
}

test("deleted rows come back: the moment before is chosen, confirmed, watched, and undone again", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const serverId = await ledgerServer();
  await sql(serverId, "drop table if exists ledger");
  await sql(serverId, "create table ledger as select generate_series(1, 400) as id");
  const [row] = await sql<{ at: string }>(
    serverId,
    "select to_char(date_trunc('second', clock_timestamp()) + interval '1 second', 'YYYY-MM-DD\"T\"HH24:MI:SS') as at from pg_sleep(1.1)",
  );
  const before = row?.at ?? "";
  await sql(serverId, "select pg_sleep(1.1)");
  await sql(serverId, "delete from ledger");
  await api("POST", `/servers/${serverId}/backups`, { label: "after the accident" });
  await until("the log to come off-site", async () => {
    const { latest } = await api<{ latest: string | null }>("GET", `/servers/${serverId}/restore-points`);
    return latest !== null && latest > `${before}.000Z`;
  });

  await signIn(page);
  await openBackups(page);
  await page.getByRole("link", { name: "Restore…" }).first().click();
  await page.getByLabel(/Exact time/).fill(before);
  await page.getByRole("button", { name: "Show what would happen" }).click();
  await page.getByRole("radio", { name: /In place/ }).check({ force: true });
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("button", { name: `Restore ${name}` }).click();
  await expect(page.getByRole("button", { name: /Restoring beside the running data/ })).toBeVisible();
  await expect(page.getByText(`${name} is restored`)).toBeVisible({ timeout: 90_000 });
  expect(await count(serverId)).toBe(400);

  await page.getByRole("button", { name: "Undo…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await dialog.getByRole("button", { name: "Undo the restore" }).click();
  await expect(page.getByText("This restore was undone")).toBeVisible({ timeout: 60_000 });
  expect(await count(serverId)).toBe(0);
});

test("a backup is verified by a press, and shows what was proven", async ({ page }) => {
  await ledgerServer();
  await signIn(page);
  await openBackups(page);
  await page
    .getByRole("button", { name: /^Verify bak_/ })
    .first()
    .click();
  await expect(page.getByText("Restore tested").first()).toBeVisible({ timeout: 90_000 });
  await page.getByText("Restore tested").first().click();
  await expect(page.getByText(/restored to a throw-away instance in/).first()).toBeVisible();
});

test("a drill is run by a press, and its report can be read and taken along", async ({ page }) => {
  test.setTimeout(240_000);
  const serverId = await ledgerServer();
  // The undo before this one is followed by a backup of its own.
  await until("the backups to have ended", async () => {
    const backups = await api<{ items: Listed[] }>("GET", `/servers/${serverId}/backups`);
    return backups.items.every(({ status }) => status !== "running");
  });
  await signIn(page);
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("link", { name: "Drills" }).click();
  await page.getByRole("radio", { name: /Full server loss/ }).check({ force: true });
  await page.getByRole("button", { name: "Run this drill" }).click();
  await expect(page.getByText("Passed", { exact: true }).first()).toBeVisible({ timeout: 180_000 });
  if (!(await page.getByRole("link", { name: "Download JSON" }).isVisible())) {
    await page
      .getByRole("link", { name: /Full server loss/ })
      .first()
      .click();
  }
  await expect(page.getByRole("heading", { name: /Measured and promised/ })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download JSON" }).click();
  expect((await download).suggestedFilename()).toMatch(/^dr-drill-\d{8}\.json$/);
});
