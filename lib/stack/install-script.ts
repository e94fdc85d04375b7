/**
 * `GET /install.sh`: downloads the bundle, checks it and puts it in place in one rename. Does nothing when this very bundle
 * is installed. POSIX sh.
 */
export function renderInstallScript(release: { baseUrl: string; sha256: string; version: string }): string {
  if (!/^[0-9a-f]{64}$/.test(release.sha256)) throw new Error("sha256 must be 64 hex digits");
  if (!/^[A-Za-z0-9.+-]+$/.test(release.version)) throw new Error("the version is not acceptable");
  if (!/^https?:\/\/[A-Za-z0-9.:[\]_-]+(\/[A-Za-z0-9._~/-]*)?$/.test(release.baseUrl)) {
    throw new Error("the base URL is not acceptable");
  }
  return `#!/bin/sh
# Installs nself ${release.version}.
set -eu

url='${release.baseUrl.replace(/\/+$/, "")}/nself.mjs'
expected='${release.sha256}'
folder="\${NSELF_ROOT:-}/usr/local/bin"
target="$folder/nself"

sha256() {
  sha256sum "$1" | cut -d ' ' -f 1
}

if [ -f "$target" ] && [ "$(sha256 "$target")" = "$expected" ]; then
  echo 'nself ${release.version} is installed already'
  exit 0
fi

mkdir -p "$folder"
part="$folder/.nself.part.$$"
trap 'rm -f "$part"' EXIT
curl -fsSL -o "$part" "$url"
actual=$(sha256 "$part")
if [ "$actual" != "$expected" ]; then
  echo "nself: the download has checksum $actual instead of $expected" >&2
  exit 1
fi
chmod 0755 "$part"
mv -f "$part" "$target"
echo 'nself ${release.version} installed'
`;
}
