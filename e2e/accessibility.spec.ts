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

/** What the theme alone decides. Everything else is looked at in the light one. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** Nothing that axe objects to. */
async function findNothing(page: Page, theme: "light" | "dark", what: string): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (theme === "light"
    ? axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    : axe.withRules(colourRules)
  ).analyze();
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

/** The theme as the account menu sets it; what fades is there at once. */
async function setTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen;
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  }, theme);
}

/** The page as it stands, in both themes, at desktop and phone width. */
async function look(page: Page, what: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await setTheme(page, theme);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await findNothing(page, theme, `${what} at ${width}, ${theme}`);
      await fitsTheWidth(page, `${what} at ${width}`);
    }
  }
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

test("axe finds nothing on any screen, at desktop and phone width, in both themes", async ({ page }) => {
  // Some two dozen screens, four looks at each.
  test.setTimeout(400_000);
  const see = async (path: string) => {
    await page.goto(`${installation.webUrl}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await look(page, path);
  };
  for (const path of ["/sign-in", "/sign-in?error=OAuthAccountNotLinked"]) await see(path);
  await page.setViewportSize({ width: 1280, height: 844 });
  await signIn(page);
  const ours = page.getByRole("list", { name: "Servers" }).getByRole("link", { name: /Axe / });
  await expect(ours).toHaveCount(2);
  const servers = await ours.all();
  const links = await Promise.all(servers.map((link) => link.getAttribute("href")));
  const serverPages = links.flatMap((link) =>
    link
      ? ["", "/provisioning", "/settings", "/backups", "/restore", "/drills"].map((part) => `${link}${part}`)
      : [],
  );
  for (const path of [...pages, ...serverPages]) await see(path);
});

test("axe finds nothing where operators search, say why and visit, at desktop and phone width, in both themes", async ({
  page,
}) => {
  await signInByMail(page, "operator@example.com");
  await page.goto(`${installation.webUrl}/operator`);
  await look(page, "the search");
  await page.getByLabel("Team or server").fill("axe-running");
  await page.getByRole("button", { name: "Search" }).click();
  const visit = page.getByRole("button", { name: "Visit the server Axe running…" });
  await expect(visit).toBeVisible();
  await look(page, "what was found");
  await visit.click();
  await page.getByLabel("Reason").fill("Looking whether everybody can use this ".repeat(8));
  await look(page, "the reason");
  await page.getByRole("button", { name: "Begin the visit" }).click();
  await expect(page.getByRole("region", { name: "Operator’s visit" })).toBeVisible();
  await look(page, "a visit");
});
