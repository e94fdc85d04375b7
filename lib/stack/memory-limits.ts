import type { CoreServiceName } from "./images";
import { stackServices } from "./services";
import type { StackDescription } from "./stack-description";

/** Comfortable and least memory in MB. The comfortable ones alone exceed 4 GB, hence the shrinking below. */
const wishes: Record<CoreServiceName, { wish: number; least: number }> = {
  postgres: { wish: 2048, least: 512 },
  hasura: { wish: 1024, least: 384 },
  auth: { wish: 256, least: 128 },
  nginx: { wish: 128, least: 64 },
  minio: { wish: 1024, least: 256 },
  redis: { wish: 512, least: 64 },
  functions: { wish: 512, least: 192 },
  mail: { wish: 128, least: 48 },
  meilisearch: { wish: 512, least: 192 },
  prometheus: { wish: 512, least: 192 },
  grafana: { wish: 256, least: 128 },
  loki: { wish: 256, least: 128 },
  promtail: { wish: 128, least: 64 },
  tempo: { wish: 256, least: 128 },
  alertmanager: { wish: 64, least: 32 },
  cadvisor: { wish: 128, least: 96 },
  "node-exporter": { wish: 64, least: 32 },
  "postgres-exporter": { wish: 64, least: 32 },
  "redis-exporter": { wish: 64, least: 32 },
};

const isCore = (name: string): name is CoreServiceName => Object.hasOwn(wishes, name);

/**
 * Memory limit in MB for each service, from the machine's total: all fit beside the system's own share, each between its
 * least and its wish, and what is left over goes to PostgreSQL by half. When not even the least fits, the least stands
 * (limits may be overcommitted; a service that cannot start may not).
 */
export function memoryLimitsMb(stack: StackDescription): Map<string, number> {
  const systemMb = Math.max(512, Math.round(stack.totalMemoryMb * 0.12));
  const pluginMb = stack.plugins.reduce((sum, plugin) => sum + plugin.memoryMb, 0);
  const budgetMb = stack.totalMemoryMb - systemMb - pluginMb;

  const core = stackServices(stack)
    .map((service) => service.name)
    .filter(isCore);
  const wishMb = core.reduce((sum, name) => sum + wishes[name].wish, 0);
  const leastMb = core.reduce((sum, name) => sum + wishes[name].least, 0);
  const share = Math.min(1, Math.max(0, (budgetMb - leastMb) / (wishMb - leastMb)));

  const limits = new Map<string, number>();
  for (const name of core) {
    const { wish, least } = wishes[name];
    limits.set(name, Math.floor(least + (wish - least) * share));
  }
  const spareMb = Math.max(0, budgetMb - wishMb);
  limits.set("postgres", (limits.get("postgres") ?? wishes.postgres.least) + Math.floor(spareMb / 2));
  for (const plugin of stack.plugins) limits.set(`plugin-${plugin.name}`, plugin.memoryMb);
  return limits;
}
