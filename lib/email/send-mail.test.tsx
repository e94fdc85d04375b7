import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type RecordingHttp, type ScriptedAnswer, startRecordingHttp } from "@/tests/harness/recording-http";
import { sendMail } from "./send-mail";
import { WelcomeMail, welcomeSubject } from "./templates/welcome";

let answer: ScriptedAnswer;
let resend: RecordingHttp;
const evil = 'Shop\r\nBcc: all@example.org <img src=x onerror="alert(1)">';

beforeAll(async () => {
  resend = await startRecordingHttp(() => answer);
  vi.stubEnv("RESEND_API_URL", resend.url);
});
beforeEach(() => {
  answer = { body: { id: "mail_1" } };
  resend.requests.length = 0;
});
afterAll(() => resend.close());

function mail(serverName = "Shop") {
  return {
    to: "customer@example.com",
    subject: welcomeSubject(serverName),
    idempotencyKey: "job_1/welcome",
    template: (
      <WelcomeMail
        serverName={serverName}
        links={[{ label: "API", url: "https://api.shop.example.org" }]}
        credentialsUrl="https://cloud.example.org/welcome/abc"
        credentialsExpireInHours={24}
        dashboardUrl="https://cloud.example.org/servers/srv_1"
      />
    ),
  };
}
function sent(): Record<string, string> {
  return (resend.requests[0]?.body ?? {}) as Record<string, string>;
}

test("a mail goes out as HTML and text, under its idempotency key", async () => {
  expect(await sendMail(mail())).toEqual({ mailId: "mail_1" });
  expect(resend.requests[0]?.headers).toMatchObject({
    "idempotency-key": "job_1/welcome",
    authorization: "Bearer sandbox-resend-key",
  });
  expect(sent()).toMatchObject({ to: "customer@example.com", subject: "Shop is ready" });
  for (const body of [sent().html, sent().text])
    expect(body).toContain("https://cloud.example.org/welcome/abc");
  expect(sent().text).not.toContain("<");
});

test("a repeated mail is the same to the byte, so that its key stays valid", async () => {
  await sendMail(mail());
  await sendMail(mail());
  expect(resend.requests[1]?.body).toEqual(resend.requests[0]?.body);
});

test("a name can neither start a header nor become markup", async () => {
  await sendMail({ ...mail(evil), subject: evil });
  expect(sent().subject).not.toMatch(/[\r\n]/);
  expect(sent().html).not.toContain("<img src=x");
  expect(sent().html).toContain("&lt;img src=x");
});

test("a recipient with a line break never reaches the provider", async () => {
  const to = "a@example.com\r\nBcc: b@example.com";
  await expect(sendMail({ ...mail(), to })).rejects.toMatchObject({ code: "mail_refused" });
  expect(resend.requests).toHaveLength(0);
});

test.each([
  [429, "rate_limit_exceeded", false],
  [500, "internal_server_error", false],
  [409, "concurrent_idempotent_requests", false],
  [422, "validation_error", true],
  [403, "invalid_from_address", true],
])("HTTP %i %s is a refused mail that says whether repeating helps", async (status, name, lasting) => {
  answer = { status, headers: { "retry-after": "7" }, body: { statusCode: status, name, message: "why" } };
  const error = await sendMail(mail()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "mail_refused", class: "transient", retryAfterSeconds: 7 });
  expect(String(error).includes("repeating will not help")).toBe(lasting);
});

test.each([
  ["reset"],
  [{ status: 502, body: "<html>" }],
  [{ body: { unexpected: true } }],
] as ScriptedAnswer[][])("%j is a refused mail, not a crash", async (broken) => {
  answer = broken as ScriptedAnswer;
  await expect(sendMail(mail())).rejects.toMatchObject({ code: "mail_refused" });
});
