// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose and of the shell

import type { StackDescription, StackPlugin } from "./stack-description";

/** Descriptions for tests: the least and the most. */
export const plain: StackDescription = {
  serverId: "srv_01TEST",
  name: "acme",
  domain: "acme.cloud.nself.org",
  adminEmail: "owner@example.com",
  totalMemoryMb: 4096,
  services: { minio: false, redis: false, functions: false, mail: false, search: false, monitoring: false },
  plugins: [],
};

export const testPlugin: StackPlugin = {
  name: "notify",
  version: "1.0.0",
  image: "nself/notify:1.0.0",
  port: 3052,
  route: "notify",
  healthPath: "/health",
  memoryMb: 64,
  env: [
    { name: "DATABASE_URL", required: true, secret: true, default: "${DATABASE_URL}" },
    { name: "PRICE", required: false, secret: false, default: "$5 in ${CURRENCY}" },
    { name: "API_KEY", required: true, secret: true, default: null },
  ],
};

export const everything: StackDescription = {
  ...plain,
  services: { minio: true, redis: true, functions: true, mail: true, search: true, monitoring: true },
  plugins: [testPlugin],
};
