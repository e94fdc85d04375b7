import { request as httpRequest } from "node:http";
import { afterEach, expect, test } from "vitest";
import { ConnectionReset, type Handler, type HttpServer, serveHttp } from "./http";

let server: HttpServer | undefined;
const errors: unknown[] = [];

async function serve(handler: Handler): Promise<string> {
  server = await serveHttp(handler, { port: 0, onError: (error) => errors.push(error) });
  return `http://127.0.0.1:${server.port}`;
}
afterEach(async () => {
  await server?.close();
  errors.length = 0;
});

test("bodies are streamed both ways and headers kept", async () => {
  const url = await serve(
    (request) =>
      new Response(request.body, { status: 201, headers: { "x-echo": request.headers.get("x-name") ?? "" } }),
  );
  const body = "x".repeat(3_000_000);
  const answer = await fetch(url, { method: "POST", body, headers: { "x-name": "srv" } });
  expect([answer.status, answer.headers.get("x-echo")]).toEqual([201, "srv"]);
  expect(await answer.text()).toBe(body);
});

test("a reset cuts the connection without an answer and is no error of the server", async () => {
  const url = await serve(() => {
    throw new ConnectionReset();
  });
  await expect(fetch(url)).rejects.toThrow();
  expect(errors).toEqual([]);
});

test("an error that no handler caught is a bare 500 and is told once", async () => {
  const url = await serve(() => {
    throw new Error("secret detail");
  });
  const answer = await fetch(url);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret");
  expect(errors).toHaveLength(1);
});

test("HEAD answers the length without the bytes", async () => {
  const url = await serve(() => new Response(null, { headers: { "content-length": "12345" } }));
  const answer = await fetch(url, { method: "HEAD" });
  expect(answer.headers.get("content-length")).toBe("12345");
});

test("a client that goes away in the middle of its body leaves the server standing", async () => {
  const url = await serve(async (request) => new Response(await request.text()));
  await new Promise<void>((resolve) => {
    const request = httpRequest(url, { method: "POST", headers: { "content-length": "100" } });
    request.on("error", () => resolve());
    request.write("half", () => request.destroy(new Error("gone")));
  });
  expect(await (await fetch(url, { method: "POST", body: "still here" })).text()).toBe("still here");
});
