import { buildApp } from "./build-app";
import { buildPrograms } from "./build-programs";

/** `npm run build`: everything that production starts, without starting it. */
await buildPrograms();
buildApp(console.log);
