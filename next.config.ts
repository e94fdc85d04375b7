import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or dynamic parts that must stay ordinary Node modules.
  serverExternalPackages: ["ssh2", "pg", "acme-client", "pino", "cloudflare"],
  typescript: { ignoreBuildErrors: true },
};

export default config;
