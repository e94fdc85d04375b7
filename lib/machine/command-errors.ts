import { type CommandError, exitCodes } from "@/cli/contract/envelope";
import { AppError, type ErrorCode } from "@/lib/errors";
import { redactLine } from "@/lib/redact";

/** Error codes of `nself` (cli/contract) that mean something of their own to us. */
export const commandErrorTable: Readonly<Record<string, ErrorCode>> = {
  busy: "machine_locked",
  package_tampered: "plugin_refused",
  index_tampered: "plugin_refused",
  index_expired: "plugin_refused",
  index_rolled_back: "plugin_refused",
  port_conflict: "plugin_refused",
  license_required: "license_required",
  registry_unavailable: "registry_unavailable",
  store_unavailable: "store_unavailable",
  store_refused: "store_refused",
  store_missing: "store_refused",
  store_lied: "backup_failed",
  clock_wrong: "backup_failed",
  wal_stalled: "store_unavailable",
  wal_lost: "backup_failed",
  repository_damaged: "backup_damaged",
  no_such_backup: "backup_damaged",
  wrong_key: "backup_damaged",
  target_unreachable: "target_unreachable",
  disk_full: "disk_full",
  wrong_version: "restore_failed",
  recovery_failed: "restore_failed",
  integrity: "backup_damaged",
};

/** What the command said as our error. "Try later" (exit 3) is `machine_busy` unless its code says more. */
export function commandFailure(command: string, exitCode: number | null, error: CommandError): AppError {
  const known = Object.hasOwn(commandErrorTable, error.code) ? commandErrorTable[error.code] : undefined;
  const fallback = exitCode === exitCodes.tryLater ? "machine_busy" : "command_failed";
  return new AppError(known ?? fallback, {
    public: redactLine(error.message, 500),
    hint: error.hint === undefined ? undefined : redactLine(error.hint, 500),
    internal: `${command}: exit ${exitCode}, ${redactLine(error.code, 100)}`,
  });
}
