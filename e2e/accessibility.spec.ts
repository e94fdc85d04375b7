import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { installation } from "./installation";
import { signIn } from "./sign-in";

const pages = [
  "/servers",
  "/servers/new",
  "/activity",
  "/team",
  "/team/tokens",
  "/account",
  "/account/sessions",
  "/api-docs",
];

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
      link ? [link, `${link}/provisioning`, `${link}/settings`] : [],
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
