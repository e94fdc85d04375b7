import { checks } from "./checks";
import { runSteps } from "./run-steps";

/** `npm run check`: types, lint and format, dead code. */
const { failed } = await runSteps(checks);
process.exit(failed > 0 ? 1 : 0);
