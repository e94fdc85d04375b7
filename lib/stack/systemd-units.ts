/** `env` finds `nself` by PATH, so that the same unit serves a machine whose root is a folder. */
const execNself = "/usr/bin/env nself";

/** The one daemon: health on a unix socket. */
export function renderAgentUnit(): string {
  return `[Unit]
Description=nself agent
After=network-online.target docker.service
Wants=network-online.target

[Service]
Type=simple
ExecStart=${execNself} agent
Restart=always
RestartSec=2
RuntimeDirectory=nself
RuntimeDirectoryPreserve=yes

[Install]
WantedBy=multi-user.target
`;
}

/** Starts the stack after a reboot, once there is one. */
export function renderStackUnit(): string {
  return `[Unit]
Description=nself stack
After=network-online.target docker.service nself-agent.service
Wants=network-online.target
ConditionPathExists=/opt/nself/docker-compose.yml

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${execNself} start
ExecStop=${execNself} stop
TimeoutStartSec=600

[Install]
WantedBy=multi-user.target
`;
}
