import { startAppServer } from "./app-server";

/** The app as a process of its own, for tests that kill it. Port from PORT; says "ready" when it listens. */
await startAppServer(Number(process.env.PORT ?? 0));
process.stdout.write("ready\n");
