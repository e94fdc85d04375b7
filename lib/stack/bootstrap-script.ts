/**
 * `/usr/local/lib/nself/bootstrap.sh`: the only thing cloud-init runs. It may run again at any point. POSIX sh; every absolute path
 * is below `${NSELF_ROOT:-}`, so that it runs the same on a machine whose root is a folder.
 * The values are checked by renderCloudInit before they come here.
 */
export function renderBootstrapScript(server: { serverId: string; controlPlaneUrl: string }): string {
  return `#!/bin/sh
set -eu

root="\${NSELF_ROOT:-}"
server_id='${server.serverId}'
control_plane='${server.controlPlaneUrl}'
token_file="$root/etc/nself/enrol-token"
export DEBIAN_FRONTEND=noninteractive

# Tells the control plane what happens; that it cannot be told never stops the boot.
report() {
  echo "nself bootstrap: $1"
  if [ -r "$token_file" ]; then
    curl -fsS -m 5 -o /dev/null -X POST \\
      -H "Authorization: Bearer $(cat "$token_file")" \\
      -H 'Content-Type: application/json' \\
      -d "{\\"serverId\\":\\"$server_id\\",\\"message\\":\\"$1\\"}" \\
      "$control_plane/api/v1/enrolments/progress" || true
  fi
}

fail() {
  report "$1"
  exit 1
}

# Unattended upgrades start at boot as well and hold these locks for minutes.
wait_for_apt() {
  command -v fuser >/dev/null 2>&1 || return 0
  waited=0
  while [ "$waited" -lt 300 ]; do
    busy=no
    for lock in dpkg/lock-frontend dpkg/lock apt/lists/lock; do
      if [ -e "$root/var/lib/$lock" ] && fuser "$root/var/lib/$lock" >/dev/null 2>&1; then busy=yes; fi
    done
    [ "$busy" = yes ] || return 0
    sleep 3
    waited=$((waited + 3))
  done
  return 1
}

has_packages() {
  command -v node >/dev/null 2>&1 || return 1
  # A machine that brings its own runtime needs no containers.
  [ -e "$root/etc/nself/machine.json" ] || command -v docker >/dev/null 2>&1
}

# cloud-init installed the packages; a mirror that failed then gets more chances here.
attempt=0
until has_packages; do
  attempt=$((attempt + 1))
  [ "$attempt" -le 5 ] || fail 'The packages could not be installed'
  report "Installing packages, attempt $attempt"
  wait_for_apt || report 'Still waiting for the package manager'
  if apt-get update -q && apt-get install -q -y nodejs docker.io docker-compose-v2 curl ca-certificates; then break; fi
  sleep 10
done
has_packages || fail 'The packages could not be installed'

report 'Downloading nself'
attempt=0
script="$root/usr/local/lib/nself/install.sh"
until curl -fsSL -o "$script" "$control_plane/install.sh" && sh "$script"; do
  attempt=$((attempt + 1))
  [ "$attempt" -lt 10 ] || fail 'nself could not be downloaded'
  sleep 3
done

nself="$root/usr/local/bin/nself"
report 'Enrolling the server'
attempt=0
while true; do
  status=0
  "$nself" enrol --json || status=$?
  [ "$status" -ne 0 ] || break
  # 3 is "try later": the control plane cannot be reached just now.
  [ "$status" -eq 3 ] || fail 'The control plane refused the enrolment'
  attempt=$((attempt + 1))
  [ "$attempt" -lt 60 ] || fail 'The control plane could not be reached'
  sleep 5
done

systemctl enable nself-stack.service
systemctl enable nself-agent.service
systemctl start nself-agent.service
echo 'nself bootstrap: done'
`;
}
