import { createServer } from "node:http";

// Answers in the place of an image that could not be pulled: well, and who it is not.
const [name, port] = process.argv.slice(2);
createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ standIn: name, path: request.url }));
}).listen(Number(port), "0.0.0.0");
process.on("SIGTERM", () => process.exit(0));
