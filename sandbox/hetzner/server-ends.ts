import type { ActionEnd } from "./actions";
import type { Hetzner } from "./hetzner";
import type { ActionRecord, ServerRecord } from "./records";
import { sentinelOf } from "./sentinels";
import { removeBackups } from "./servers";

const backupSlots = 7;

/** What becomes of a server when one of its actions ends, by the action's command. */
export function serverEnds(hetzner: () => Hetzner): Record<string, ActionEnd> {
  const withServer =
    (end: (server: ServerRecord, action: ActionRecord, all: Hetzner) => void | Promise<void>): ActionEnd =>
    async (action) => {
      const all = hetzner();
      const server = all.project.servers.get(action.resources[0]?.id ?? "");
      if (server) await end(server, action, all);
    };
  const set = (all: Hetzner, id: string, change: Partial<ServerRecord>) => {
    const server = all.project.servers.get(id);
    if (server) all.project.servers.put({ ...server, ...change });
  };
  const boot = async (all: Hetzner, { id, labels }: ServerRecord) => {
    await all.machines.powerOn(id, {
      extraMs: all.sentinels.extraMs(labels),
      neverFinishes: sentinelOf(labels) === "boot-fails",
    });
    set(all, id, { status: "running" });
  };

  const restart = withServer(async (server, _action, all) => {
    await all.machines.powerOff(server.id, "pulled");
    await boot(all, server);
  });

  return {
    create_server: withServer(({ id }, _action, all) => set(all, id, { status: "off" })),
    start_server: withServer((server, _action, all) => boot(all, server)),
    stop_server: withServer(async ({ id }, _action, all) => {
      await all.machines.powerOff(id, "pulled");
      set(all, id, { status: "off" });
    }),
    shutdown_server: withServer(async ({ id }, _action, all) => {
      await all.machines.powerOff(id, "asked");
      set(all, id, { status: "off" });
    }),
    reboot_server: withServer(async (server, _action, all) => {
      await all.machines.powerOff(server.id, "asked");
      await boot(all, server);
    }),
    reset_server: restart,
    delete_server: async (action) => hetzner().machines.remove(action.resources[0]?.id ?? ""),
    disable_backup: withServer(({ id }, _action, all) => {
      set(all, id, { backupWindow: null });
      removeBackups(all, id);
    }),
    create_image: withServer(async ({ id }, action, all) => {
      await finishImage(all, id, action.params.imageId ?? "");
    }),
    rebuild_server: withServer(async (server, action, all) => {
      await all.machines.rebuild(server.id, action.params.imageId || null);
      await boot(all, server);
    }),
    change_server_type: withServer(({ id }, { params }, all) => {
      set(all, id, { status: "off", serverType: params.serverType, primaryDiskGb: Number(params.diskGb) });
    }),
  };
}

/** Copies the machine's disk; the eighth backup pushes out the oldest. */
async function finishImage({ project, machines }: Hetzner, serverId: string, imageId: string): Promise<void> {
  const sizeBytes = await machines.saveImage(serverId, imageId);
  const image = project.images.get(imageId);
  if (!image) return machines.removeImage(imageId);
  project.images.put({
    ...image,
    status: "available",
    imageSizeGb: Math.round((sizeBytes / 1e9) * 100) / 100,
  });
  if (image.type !== "backup") return;
  const backups = project.images
    .all()
    .filter((one) => one.type === "backup" && one.createdFrom.id === serverId)
    .sort((a, b) => a.created.localeCompare(b.created));
  for (const old of backups.slice(0, Math.max(0, backups.length - backupSlots))) {
    project.images.delete(old.id);
    await machines.removeImage(old.id);
  }
}
