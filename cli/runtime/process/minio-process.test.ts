import { readFile, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import path from "node:path";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signal } from "@/cli/lib/process-identity";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";
import { parseEnvFile } from "@/lib/stack/render-env";
import { testProgram } from "@/tests/harness/test-programs";
import { findDaemon } from "./daemon";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine();
  const program = testProgram("storage");
  const said = JSON.parse(await readFile(machine.paths.machineFile, "utf8")) as Record<string, unknown>;
  const minioCommand = [process.execPath, program];
  await writeFile(machine.paths.machineFile, JSON.stringify({ ...said, minioCommand }));
  await machine.boot();
});
afterAll(() => machine.close());

/** Through the gateway, as a client of storage.{domain} anywhere would. */
async function send(
  method: string,
  urlPath: string,
  body?: Buffer,
): Promise<{ status: number; body: Buffer }> {
  const secrets = parseEnvFile(await readFile(machine.paths.secretsFile, "utf8"));
  const client = new AwsClient({
    accessKeyId: "nself",
    secretAccessKey: secrets.MINIO_ROOT_PASSWORD ?? "",
    service: "s3",
    region: "us-east-1",
  });
  const host = `storage.${machine.domain}`;
  const signed = await client.sign(`https://${host}${urlPath}`, { method, body } as RequestInit);
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: "127.0.0.1",
        port: machine.ports.https,
        servername: host,
        rejectUnauthorized: false,
        agent: false,
        method,
        path: urlPath,
        headers: { ...Object.fromEntries(signed.headers), host, "content-length": body?.length ?? 0 },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

async function minioStatus(): Promise<unknown> {
  const { json } = await machine.nself(["health", "--json"]);
  const services = json().data?.services as { name: string; status: string }[];
  return services.find(({ name }) => name === "minio")?.status;
}

const object = Buffer.alloc(3 * 1024 * 1024, "an object");

test("an object goes in through the gateway and comes back", async () => {
  expect((await send("PUT", "/photos")).status).toBe(200);
  expect((await send("PUT", "/photos/cat.jpg", object)).status).toBe(200);
  const { status, body } = await send("GET", "/photos/cat.jpg");
  expect([status, body.equals(object)]).toEqual([200, true]);
  expect(await minioStatus()).toBe("healthy");
});

test("nothing is given to who does not sign", async () => {
  const host = `storage.${machine.domain}`;
  const text = await new Promise<string>((resolve, reject) => {
    const options = { host: "127.0.0.1", port: machine.ports.https, servername: host, agent: false };
    const request = https.get(
      { ...options, path: "/photos/cat.jpg", headers: { host }, rejectUnauthorized: false },
      (answer) => {
        let said = "";
        answer.on("data", (chunk) => {
          said += String(chunk);
        });
        answer.on("end", () => resolve(said));
      },
    );
    request.on("error", reject);
  });
  expect(text).toContain("<Code>AccessDenied</Code>");
});

test("objects outlive a crash, which the health tells and a start mends", async () => {
  const identity = await findDaemon(machine.paths, "minio");
  if (identity) signal(identity, "SIGKILL");
  await expect.poll(minioStatus).toBe("stopped");
  expect((await send("GET", "/photos/cat.jpg")).status).toBe(502);
  expect((await machine.nself(["start"])).exitCode).toBe(0);
  expect(await minioStatus()).toBe("healthy");
  expect((await send("GET", "/photos/cat.jpg")).body.equals(object)).toBe(true);
});

test("one that nobody noted is found again", async () => {
  const before = await findDaemon(machine.paths, "minio");
  await rm(path.join(machine.paths.run, "minio.json"));
  expect(await findDaemon(machine.paths, "minio")).toBeNull();
  expect((await machine.nself(["start"])).exitCode).toBe(0);
  expect(await findDaemon(machine.paths, "minio")).toEqual(before);
});

test("a second start leaves it as it is, a stop ends it", async () => {
  const before = await findDaemon(machine.paths, "minio");
  expect((await machine.nself(["start"])).exitCode).toBe(0);
  expect(await findDaemon(machine.paths, "minio")).toEqual(before);
  expect((await machine.nself(["logs", "minio"])).stdout).toContain("storage.started");
  await machine.nself(["stop"]);
  expect(await findDaemon(machine.paths, "minio")).toBeNull();
});
