import { readFile } from "node:fs/promises";
import http from "node:http";
import { buildCli } from "@/cli/build";
import { renderInstallScript } from "@/lib/stack/install-script";

export interface TestControlPlane {
  url: string;
  token: string;
  /** Bodies in the order they came. */
  enrolments: unknown[];
  progress: { serverId: string; message: string }[];
  /** Answers the next enrolments with this. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

/** The part of the control plane that a booting server talks to. */
export async function createTestControlPlane(folder: string): Promise<TestControlPlane> {
  const bundle = await buildCli(folder);
  const bytes = await readFile(bundle.file);
  const token = "enr_0123456789abcdef";
  const plane = { enrolments: [] as unknown[], progress: [] as TestControlPlane["progress"], status: 201 };
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const allowed = request.headers.authorization === `Bearer ${token}`;
    const url = `http://${request.headers.host}`;
    if (request.url === "/install.sh") {
      return void response.end(
        renderInstallScript({ baseUrl: url, sha256: bundle.sha256, version: bundle.version }),
      );
    }
    if (request.url === "/nself.mjs") return void response.end(bytes);
    if (!allowed) return void response.writeHead(401).end();
    if (request.url === "/api/v1/enrolments/progress") plane.progress.push(JSON.parse(body));
    else if (plane.status < 300) plane.enrolments.push(JSON.parse(body));
    response.writeHead(plane.status).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    token,
    enrolments: plane.enrolments,
    progress: plane.progress,
    answerWith: (status) => {
      plane.status = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
