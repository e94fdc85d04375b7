import { z } from "zod";
import { actionView } from "./actions";
import { HetznerError, invalidInput, notFound } from "./errors";
import type { Hetzner } from "./hetzner";
import { parseSelector } from "./labels";
import { listAnswer } from "./paginate";
import { readBody } from "./read-body";
import { type FirewallRecord, firewallRuleSchema, type ServerRecord } from "./records";

const ruleSchema = firewallRuleSchema.superRefine((rule, ctx) => {
  const withPort = rule.protocol === "tcp" || rule.protocol === "udp";
  const sides = rule.direction === "in" ? rule.source_ips : rule.destination_ips;
  if (withPort && !/^(any|\d{1,5}(-\d{1,5})?)$/.test(rule.port ?? "")) {
    ctx.addIssue({ code: "custom", path: ["port"], message: "port is required for tcp and udp" });
  }
  if (!withPort && rule.port !== null) {
    ctx.addIssue({ code: "custom", path: ["port"], message: "port is not allowed for this protocol" });
  }
  if (sides.length === 0) {
    const path = rule.direction === "in" ? "source_ips" : "destination_ips";
    ctx.addIssue({ code: "custom", path: [path], message: "must not be empty" });
  }
});
const rulesSchema = z.array(ruleSchema).max(50);
const labelsSchema = z.record(z.string(), z.string());
const resourceSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("server"), server: z.object({ id: z.number().int() }) }),
  z.object({ type: z.literal("label_selector"), label_selector: z.object({ selector: z.string().min(1) }) }),
]);
type Resource = z.output<typeof resourceSchema>;
const createSchema = z.object({
  name: z.string().min(1).max(128),
  labels: labelsSchema.default({}),
  rules: rulesSchema.default([]),
  apply_to: z.array(resourceSchema).default([]),
});
const updateSchema = z.object({
  name: z.string().min(1).max(128).optional(),
  labels: labelsSchema.optional(),
});

/** Firewalls that apply to a server, directly or by label. Nothing is filtered: the machines listen on loopback. */
export function firewallsOf({ project }: Hetzner, server: ServerRecord): FirewallRecord[] {
  return project.firewalls
    .all()
    .filter(
      (firewall) =>
        firewall.serverIds.includes(server.id) ||
        firewall.selectors.some((selector) => parseSelector(selector)?.(server.labels)),
    );
}

function firewallView({ project }: Hetzner, firewall: FirewallRecord) {
  const selected = (selector: string) =>
    project.servers.all().filter((server) => parseSelector(selector)?.(server.labels));
  return {
    id: Number(firewall.id),
    name: firewall.name,
    labels: firewall.labels,
    created: firewall.created,
    rules: firewall.rules,
    applied_to: [
      ...firewall.serverIds.map((id) => ({ type: "server", server: { id: Number(id) } })),
      ...firewall.selectors.map((selector) => ({
        type: "label_selector",
        label_selector: { selector },
        applied_to_resources: selected(selector).map(({ id }) => ({
          type: "server",
          server: { id: Number(id) },
        })),
      })),
    ],
  };
}

export function listFirewalls(hetzner: Hetzner, query: URLSearchParams): Response {
  const firewalls = hetzner.project.firewalls.all().map((firewall) => firewallView(hetzner, firewall));
  return listAnswer("firewalls", firewalls, query);
}

export async function createFirewall(hetzner: Hetzner, request: Request): Promise<Response> {
  const { name, labels, rules, apply_to } = await readBody(request, createSchema);
  refuseTakenName(hetzner, name, null);
  const firewall: FirewallRecord = {
    id: hetzner.project.newId(),
    name,
    labels,
    rules,
    created: new Date().toISOString(),
    serverIds: [],
    selectors: [],
  };
  const applied = hetzner.project.firewalls.put(withResources(hetzner, firewall, apply_to));
  const actions = startActions(hetzner, applied.id, [
    ...(rules.length > 0 ? ["set_firewall_rules"] : []),
    ...apply_to.map(() => "apply_firewall"),
  ]);
  return Response.json({ firewall: firewallView(hetzner, applied), actions }, { status: 201 });
}

export function getFirewall(hetzner: Hetzner, id: string): Response {
  return Response.json({ firewall: firewallView(hetzner, existing(hetzner, id)) });
}

export async function updateFirewall(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const firewall = existing(hetzner, id);
  const { name = firewall.name, labels = firewall.labels } = await readBody(request, updateSchema);
  refuseTakenName(hetzner, name, id);
  const changed = hetzner.project.firewalls.put({ ...firewall, name, labels });
  return Response.json({ firewall: firewallView(hetzner, changed) });
}

export function deleteFirewall(hetzner: Hetzner, id: string): Response {
  const firewall = existing(hetzner, id);
  if (firewall.serverIds.length + firewall.selectors.length > 0) {
    throw new HetznerError("resource_in_use", "firewall with ID is still applied to a resource");
  }
  hetzner.project.firewalls.delete(id);
  return new Response(null, { status: 204 });
}

export async function setRules(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const firewall = existing(hetzner, id);
  const { rules } = await readBody(request, z.object({ rules: rulesSchema }));
  hetzner.project.firewalls.put({ ...firewall, rules });
  return Response.json({ actions: startActions(hetzner, id, ["set_firewall_rules"]) }, { status: 201 });
}

export async function applyToResources(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const firewall = existing(hetzner, id);
  const { apply_to } = await readBody(request, z.object({ apply_to: z.array(resourceSchema).min(1) }));
  hetzner.project.firewalls.put(withResources(hetzner, firewall, apply_to));
  return Response.json(
    {
      actions: startActions(
        hetzner,
        id,
        apply_to.map(() => "apply_firewall"),
      ),
    },
    { status: 201 },
  );
}

export async function removeFromResources(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const firewall = existing(hetzner, id);
  const { remove_from } = await readBody(request, z.object({ remove_from: z.array(resourceSchema).min(1) }));
  const gone = new Set(remove_from.map(resourceKey));
  const has = (key: string) => firewall.serverIds.includes(key) || firewall.selectors.includes(key);
  if (![...gone].every(has)) {
    throw new HetznerError("firewall_already_removed", "firewall is already removed from resource");
  }
  hetzner.project.firewalls.put({
    ...firewall,
    serverIds: firewall.serverIds.filter((serverId) => !gone.has(serverId)),
    selectors: firewall.selectors.filter((selector) => !gone.has(selector)),
  });
  return Response.json(
    {
      actions: startActions(
        hetzner,
        id,
        remove_from.map(() => "remove_firewall"),
      ),
    },
    { status: 201 },
  );
}

function withResources(hetzner: Hetzner, firewall: FirewallRecord, resources: Resource[]): FirewallRecord {
  for (const resource of resources) {
    const key = resourceKey(resource);
    if (resource.type === "server" && !hetzner.project.servers.get(key)) {
      throw new HetznerError("firewall_resource_not_found", `server with ID '${key}' not found`);
    }
    if (resource.type === "label_selector" && !parseSelector(key)) {
      throw invalidInput([{ name: "apply_to.label_selector", messages: ["label_selector is not valid"] }]);
    }
    if (firewall.serverIds.includes(key) || firewall.selectors.includes(key)) {
      throw new HetznerError("firewall_already_applied", "firewall is already applied to resource");
    }
  }
  const keys = (type: Resource["type"]) => resources.filter((one) => one.type === type).map(resourceKey);
  return {
    ...firewall,
    serverIds: [...firewall.serverIds, ...keys("server")],
    selectors: [...firewall.selectors, ...keys("label_selector")],
  };
}

function resourceKey(resource: Resource): string {
  return resource.type === "server" ? String(resource.server.id) : resource.label_selector.selector;
}

function startActions({ actions }: Hetzner, id: string, commands: string[]) {
  return commands.map((command) =>
    actionView(actions.start({ command, resources: [{ id, type: "firewall" }] })),
  );
}

function refuseTakenName({ project }: Hetzner, name: string, exceptId: string | null): void {
  if (project.firewalls.all().some((one) => one.name === name && one.id !== exceptId)) {
    throw new HetznerError("uniqueness_error", "firewall name is already used", {
      fields: [{ name: "name", messages: ["firewall name is already used"] }],
    });
  }
}

function existing({ project }: Hetzner, id: string): FirewallRecord {
  const firewall = project.firewalls.get(id);
  if (!firewall) throw notFound("firewall", id);
  return firewall;
}
