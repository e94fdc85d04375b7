import { checks } from "./checks";
import { runTogether } from "./run-steps";

/** `npm run check`: types, lint and format, dead code. */
const { failed } = await runTogether(checks);
process.exit(failed > 0 ? 1 : 0);
