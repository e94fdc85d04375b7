import { buildPrograms } from "./build-programs";
import { ensureDataDir } from "./data-dir";
import { startInstallation } from "./installation";
import { defaultPortBase, portPlan } from "./ports";
import { stopOnSignals } from "./stop-on-signals";

/** `npm run dev`: what `npm run up` starts, with Next's development server in place of the production build. */
await buildPrograms();
const installation = await startInstallation({
  dataDir: ensureDataDir(),
  ports: portPlan(defaultPortBase),
  speed: "demo",
  development: true,
  say: (line) => console.log(`· ${line}`),
  starting: stopOnSignals,
});
console.log(`Open ${installation.webUrl} as ${installation.email}; mails arrive at ${installation.inboxUrl}`);
