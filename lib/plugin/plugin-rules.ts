/** How long the installation of one plugin takes (seed: "about 10 s per plugin"). */
export const perPluginSeconds = 10;
