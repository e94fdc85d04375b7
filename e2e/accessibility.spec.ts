import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { installation } from "./installation";
import { signIn, signInByMail } from "./sign-in";

const pages = [
  "/servers",
  "/servers/new",
  "/activity",
  "/team",
  "/team/new",
  "/team/tokens",
  "/account",
  "/account/sessions",
  "/api-docs",
];

/** Nothing that axe objects to. */
async function findNothing(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.html)
        .slice(0, 3)
        .join(" ")}`,
  );
  expect(found, what).toEqual([]);
}

/** Nothing that makes the page scroll sideways. */
async function fitsTheWidth(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** One server that runs and one that failed, so that every kind of page is there. */
test.beforeAll(async () => {
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${installation.apiToken}`, "content-type": "application/json" };
    const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const response = await fetch(`${installation.webUrl}/api/v1${path}`, init);
    return (await response.json()) as { items: { name: string; status: string }[] };
  };
  const order = { location: "fsn1", serverType: "cx33" };
  await call("POST", "/servers", {
    ...order,
    name: "Axe running",
    subdomain: "axe-running",
    plugins: ["notify"],
  });
  await call("POST", "/servers", { ...order, name: "Axe failed", subdomain: "sim-no-capacity-axe" });
  const states = async () => {
    const { items } = await call("GET", "/servers");
    return items
      .filter(({ name }) => name.startsWith("Axe "))
      .map(({ status }) => status)
      .sort();
  };
  await expect.poll(states, { timeout: 60_000 }).toEqual(["failed", "running"]);
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing on any screen, at desktop and phone width, in the ${theme} theme`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme: theme });
    const page = await context.newPage();
    const check = async (path: string) => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await findNothing(page, `${path} at ${width}`);
        await fitsTheWidth(page, `${path} at ${width}`);
      }
    };
    for (const path of ["/sign-in", "/sign-in?error=OAuthAccountNotLinked"]) {
      await page.goto(`${installation.webUrl}${path}`);
      await check(path);
    }
    await signIn(page);
    const ours = page.getByRole("list", { name: "Servers" }).getByRole("link", { name: /Axe / });
    await expect(ours).toHaveCount(2);
    const servers = await ours.all();
    const links = await Promise.all(servers.map((link) => link.getAttribute("href")));
    const serverPages = links.flatMap((link) =>
      link
        ? ["", "/provisioning", "/settings", "/backups", "/restore", "/drills"].map(
            (part) => `${link}${part}`,
          )
        : [],
    );
    for (const path of [...pages, ...serverPages]) {
      await page.goto(`${installation.webUrl}${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await check(path);
    }
    await context.close();
  });

  test(`axe finds nothing where operators search, say why and visit, in the ${theme} theme`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme: theme });
    const page = await context.newPage();
    await signInByMail(page, "operator@example.com");
    for (const width of [1280, 390]) {
      const look = async (what: string) => {
        await findNothing(page, `${what} at ${width}`);
        await fitsTheWidth(page, `${what} at ${width}`);
      };
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`${installation.webUrl}/operator`);
      await look("the search");
      await page.getByLabel("Team or server").fill("axe-running");
      await page.getByRole("button", { name: "Search" }).click();
      const visit = page.getByRole("button", { name: "Visit the server Axe running…" });
      await expect(visit).toBeVisible();
      await look("what was found");
      await visit.click();
      await page.getByLabel("Reason").fill("Looking whether everybody can use this ".repeat(8));
      await look("the reason");
      await page.getByRole("button", { name: "Begin the visit" }).click();
      await expect(page.getByRole("region", { name: "Operator’s visit" })).toBeVisible();
      await look("a visit");
      await page.getByRole("button", { name: "End the visit" }).click();
      await expect(page.getByRole("heading", { name: "Operator", level: 1 })).toBeVisible();
    }
    await context.close();
  });
}
