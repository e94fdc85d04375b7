import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { installation } from "./installation";
import { signIn } from "./sign-in";

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

/** One server that runs and one that failed, so that every kind of page is there. */
test.beforeAll(async () => {
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${installation.apiToken}`, "content-type": "application/json" };
    const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const response = await fetch(`${installation.webUrl}/api/v1${path}`, init);
    return (await response.json()) as { items: { status: string }[] };
  };
  const order = { location: "fsn1", serverType: "cx33" };
  await call("POST", "/servers", {
    ...order,
    name: "Axe running",
    subdomain: "axe-running",
    plugins: ["notify"],
  });
  await call("POST", "/servers", { ...order, name: "Axe failed", subdomain: "sim-no-capacity-axe" });
  await expect
    .poll(async () => (await call("GET", "/servers")).items.map((server) => server.status).sort(), {
      timeout: 60_000,
    })
    .toEqual(["failed", "running"]);
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing on any screen, at desktop and phone width, in the ${theme} theme`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme: theme });
    const page = await context.newPage();
    await page.goto(`${installation.webUrl}/sign-in`);
    const check = async (what: string) => {
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
    };
    await check("/sign-in");
    await signIn(page);
    const servers = await page.getByRole("list", { name: "Servers" }).getByRole("link").all();
    const links = await Promise.all(servers.map((link) => link.getAttribute("href")));
    const serverPages = links.flatMap((link) =>
      link
        ? ["", "/provisioning", "/settings", "/backups", "/restore", "/drills"].map(
            (part) => `${link}${part}`,
          )
        : [],
    );
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      for (const path of [...pages, ...serverPages]) {
        await page.goto(`${installation.webUrl}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await check(`${path} at ${width}`);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${path} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
    await context.close();
  });
}
