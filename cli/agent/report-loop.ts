import { readBackupLedger } from "@/cli/backup/backup-ledger";
import { collectBackupStatus } from "@/cli/backup/collect-status";
import { findBackupSettings } from "@/cli/backup/settings";
import type { AgentReport } from "@/cli/contract/backup";
import type { Paths } from "@/cli/lib/paths";
import { readServerFile } from "@/cli/lib/server-file";

/**
 * Tells the control plane how backups stand. That it is away changes nothing here: the next report carries all that this
 * one would have said.
 */
export async function sendReport(paths: Paths): Promise<void> {
  const settings = await findBackupSettings(paths);
  if (!settings?.report) return;
  const report: AgentReport = {
    serverId: (await readServerFile(paths)).serverId,
    status: await collectBackupStatus(paths),
    backups: (await readBackupLedger(paths)).slice(-10),
  };
  const answer = await fetch(settings.report.url, {
    method: "POST",
    headers: { authorization: `Bearer ${settings.report.token}`, "content-type": "application/json" },
    body: JSON.stringify(report),
    signal: AbortSignal.timeout(10_000),
  });
  await answer.arrayBuffer();
}
