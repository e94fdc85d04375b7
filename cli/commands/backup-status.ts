import { collectBackupStatus } from "@/cli/backup/collect-status";
import { command } from "@/cli/command";
import { backupStatusSchema } from "@/cli/contract/backup";

export default command({
  name: "backup status",
  summary: "Say how backups and the write-ahead log stand",
  options: [
    { flags: "--wal", about: "only the write-ahead log" },
    { flags: "--remote", about: "only what is off-site" },
  ],
  output: backupStatusSchema,
  run: ({ paths }) => collectBackupStatus(paths),
  render: ({ configured, wal, lastBackup, region }) =>
    [
      configured ? `Off-site in ${region}` : "No place for backups yet",
      `Last backup: ${lastBackup ? `${lastBackup.id} (${lastBackup.at})` : "none"}`,
      `Write-ahead log: ${wal.state}, ${wal.spoolSegments} segments to ship, last shipped ${wal.lastShippedAt ?? "never"}`,
      ...(wal.alarm ? [`Alarm: ${wal.alarm}`] : []),
      ...(wal.lastError ? [`Last error: ${wal.lastError}`] : []),
    ].join("\n"),
});
