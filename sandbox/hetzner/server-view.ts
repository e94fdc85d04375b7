import { dataCenterView } from "./data-centers";
import { firewallsOf } from "./firewalls";
import type { Hetzner } from "./hetzner";
import { findImage } from "./images";
import { locationNamed } from "./locations";
import { includedTrafficBytes } from "./prices";
import { machineAddress } from "./primary-ips";
import type { ServerRecord } from "./records";
import { sentinelOf } from "./sentinels";
import { serverTypeView } from "./server-type-view";
import { serverTypeNamed } from "./server-types";

/** A server's labels and, as a real one has none of, the ports of its machine. */
function labelsOf(hetzner: Hetzner, server: ServerRecord): Record<string, string> {
  const ports = hetzner.machines.portsOf(server.id);
  if (!ports) return server.labels;
  return {
    ...server.labels,
    "nself-ssh-port": String(ports.ssh),
    "nself-https-port": String(ports.https),
    "nself-postgres-port": String(ports.postgres),
  };
}

/**
 * A server as the API shows it. There is no IPv6, since the machines listen on 127.0.0.1 only; `sim-ipv6-…` is told a network
 * for documentation (RFC 3849), where nobody answers.
 */
export function serverView(hetzner: Hetzner, server: ServerRecord) {
  const location = locationNamed(server.location);
  return {
    id: Number(server.id),
    name: server.name,
    status: server.status,
    created: server.created,
    labels: labelsOf(hetzner, server),
    server_type: serverTypeView(serverTypeNamed(server.serverType)),
    datacenter: dataCenterView(location),
    location: location.view,
    image: findImage(hetzner, server.imageId) ?? null,
    iso: null,
    rescue_enabled: false,
    locked: hetzner.actions.isLocked("server", server.id),
    backup_window: server.backupWindow,
    primary_disk_size: server.primaryDiskGb,
    included_traffic: includedTrafficBytes(server.location),
    ingoing_traffic: 0,
    outgoing_traffic: 0,
    protection: server.protection,
    public_net: {
      ipv4:
        server.primaryIpId === null
          ? null
          : { id: Number(server.primaryIpId), ip: machineAddress, blocked: false, dns_ptr: "localhost" },
      ipv6:
        sentinelOf(server.labels) === "ipv6"
          ? { id: Number(server.id), ip: "2001:db8:1234::/64", blocked: false, dns_ptr: [] }
          : null,
      floating_ips: [],
      firewalls: firewallsOf(hetzner, server).map(({ id }) => ({ id: Number(id), status: "applied" })),
    },
    private_net: [],
    volumes: [],
    load_balancers: [],
    placement_group: null,
  };
}
