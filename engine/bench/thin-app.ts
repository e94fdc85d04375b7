import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

/**
 * An app that speaks the wire protocol without the SDK: it answers one step per call until `steps` are done. With it, what is
 * measured is the engine and PostgreSQL; with the SDK, its replay of the function takes most of the time.
 */
export async function startThinApp(
  engineUrl: string,
  steps: number,
  onCall: (isOver: boolean) => void,
): Promise<{ close(): Promise<void> }> {
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const done = Number(/"stack":\{"current":(\d+)/.exec(Buffer.concat(chunks).toString("utf8"))?.[1]);
      const isOver = done >= steps;
      const op = {
        id: createHash("sha1").update(`step ${done}`).digest("hex"),
        op: "StepRun",
        name: "s",
        data: done,
      };
      outgoing.writeHead(isOver ? 200 : 206, { "x-inngest-sdk": "bench", "x-inngest-req-version": "2" });
      outgoing.end(isOver ? "null" : JSON.stringify([op]));
      onCall(isOver);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const runtime = { type: "http", url: `${url}?fnId=thin-run&stepId=step` };
  const fn = {
    id: "thin-run",
    triggers: [{ event: "thin/run" }],
    steps: { step: { id: "step", name: "step", runtime } },
  };
  const body = JSON.stringify({ url, appName: "thin", functions: [fn] });
  await fetch(`${engineUrl}/fn/register`, { method: "POST", body });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
