declare const __NSELF_VERSION__: string | undefined;

/** Put in by the bundler; a run from the sources calls itself development. */
export const nselfVersion = typeof __NSELF_VERSION__ === "string" ? __NSELF_VERSION__ : "0.0.0-development";
