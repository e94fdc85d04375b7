import { afterEach, expect, test, vi } from "vitest";
import { githubProvider } from "./github-provider";

afterEach(() => vi.unstubAllGlobals());

/** Our endpoint for who the person is: where it is, and what it makes of GitHub's answers. */
function userinfoOf(url: string) {
  const { userinfo } = githubProvider({ url, id: "id", secret: "secret" }).options ?? {};
  if (typeof userinfo !== "object") throw new Error("no userinfo");
  return userinfo;
}

async function profileOf(emails: object[]) {
  const fetched = vi.fn(async (_url: string) => Response.json(emails));
  vi.stubGlobal("fetch", fetched);
  const client = { userinfo: async () => ({ id: 1, login: "ada", email: "public@example.com" }) };
  const context = { client, tokens: { access_token: "token" }, provider: {} };
  const profile = await userinfoOf("https://github.com").request?.(context as never);
  expect(fetched.mock.calls[0]?.[0]).toBe("https://api.github.com/user/emails");
  return profile;
}

const address = (email: string, primary: boolean, verified: boolean) => ({ email, primary, verified });

test.each([
  ["https://github.com", "https://api.github.com/user"],
  ["https://git.example.com", "https://git.example.com/api/v3/user"],
])("the API of %s is where GitHub puts it", (url, user) => {
  expect(userinfoOf(url).url).toBe(user);
});

test("the primary address counts, not the public one or another verified one", async () => {
  const emails = [address("old@example.com", false, true), address("ada@example.com", true, true)];
  expect(await profileOf(emails)).toMatchObject({ email: "ada@example.com", email_verified: true });
});

test.each([
  ["a primary address that is not verified", [address("ada@example.com", true, false)]],
  [
    "only GitHub's own address verified",
    [address("ada@example.com", true, false), address("1+ada@users.noreply.github.com", false, true)],
  ],
  ["no address at all", []],
])("with %s, there is none to go by", async (_, emails) => {
  expect(await profileOf(emails)).toMatchObject({ email: undefined, email_verified: false });
});
