import type { Hetzner } from "./hetzner";
import { newImage } from "./server-actions";

const dayMs = 24 * 3_600_000;

/**
 * Takes the backups that are due: one a day for every server with backups on, inside its window (hours of UTC, "22-02").
 * Hetzner does this by itself, without a call of ours.
 */
export function takeDueBackups(hetzner: Hetzner, now: Date): void {
  for (const server of hetzner.project.servers.all()) {
    const { id, backupWindow } = server;
    if (backupWindow === null || !isInside(backupWindow, now.getUTCHours())) continue;
    if (hetzner.actions.isLocked("server", id)) continue;
    const taken = hetzner.project.images
      .all()
      .filter((image) => image.type === "backup" && image.createdFrom.id === id)
      .some(({ created }) => now.getTime() - Date.parse(created) < dayMs / 2);
    if (taken) continue;
    const image = hetzner.project.images.put(newImage(hetzner, server, { type: "backup", labels: {} }));
    const resources = [{ id, type: "server" }];
    hetzner.actions.start({ command: "create_image", params: { imageId: image.id }, resources });
  }
}

function isInside(window: string, hour: number): boolean {
  const [from = 0, to = 0] = window.split("-").map(Number);
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
