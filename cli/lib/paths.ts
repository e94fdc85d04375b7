import path from "node:path";

/** Every place that nself touches, below the machine's root. */
export function pathsBelow(root: string) {
  const below = (...parts: string[]) => path.join(path.resolve(root), ...parts);
  return {
    root: path.resolve(root),
    config: below("etc/nself"),
    serverFile: below("etc/nself/server.json"),
    machineFile: below("etc/nself/machine.json"),
    enrolToken: below("etc/nself/enrol-token"),
    licenseKey: below("etc/nself/license"),
    backupSettings: below("etc/nself/backup.json"),
    tls: below("etc/nself/tls"),
    tlsKey: below("etc/nself/tls/privkey.pem"),
    tlsRequest: below("etc/nself/tls/request.pem"),
    tlsChain: below("etc/nself/tls/fullchain.pem"),
    sshHostKey: below("etc/ssh/ssh_host_ed25519_key.pub"),
    agentUnit: below("etc/systemd/system/nself-agent.service"),
    project: below("opt/nself"),
    composeFile: below("opt/nself/docker-compose.yml"),
    stackFile: below("opt/nself/stack.json"),
    secretsFile: below("opt/nself/.env.secrets"),
    pluginLedger: below("opt/nself/plugins.json"),
    pluginValues: below("opt/nself/.env.plugins"),
    plugins: below("opt/nself/plugins"),
    state: below("var/lib/nself"),
    tasks: below("var/lib/nself/tasks"),
    logs: below("var/lib/nself/log"),
    registryState: below("var/lib/nself/registry.json"),
    enrolled: below("var/lib/nself/enrolled.json"),
    walSpool: below("var/lib/nself/wal-spool"),
    archiveScript: below("var/lib/nself/archive-wal.sh"),
    walShipping: below("var/lib/nself/wal-shipping.json"),
    objectData: below("var/lib/nself/minio"),
    walLedger: below("var/lib/nself/wal-ledger.json"),
    backupLedger: below("var/lib/nself/backups.json"),
    backupLock: below("run/nself/backup.lock"),
    restores: below("var/lib/nself/restores"),
    switchJournal: below("var/lib/nself/switch.json"),
    maintenance: below("var/lib/nself/maintenance/on.json"),
    postgresData: below("var/lib/nself/postgres"),
    postgresUrl: below("var/lib/nself/postgres-url"),
    run: below("run/nself"),
  };
}
export type Paths = ReturnType<typeof pathsBelow>;
