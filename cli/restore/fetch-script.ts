/**
 * restore_command of a cluster that recovers: `sh fetch-wal.sh <inbox> %f %p`. It asks by making `want.<name>` and waits
 * until nself has put the file or `<name>.missing` there. PostgreSQL ends recovery with an error when the command ends with
 * more than 125 (documentation, restore_command): a shipper that died must not look like the end of the log.
 */
export const fetchScript = `#!/bin/sh
inbox=$1
name=$2
target=$3
: > "$inbox/want.$name"
turns=0
while [ "$turns" -lt 60000 ]; do
  if [ -f "$inbox/$name" ]; then
    rm -f "$inbox/want.$name"
    mv "$inbox/$name" "$target"
    exit $?
  fi
  if [ -f "$inbox/$name.missing" ]; then
    rm -f "$inbox/want.$name" "$inbox/$name.missing"
    exit 1
  fi
  turns=$((turns + 1))
  sleep 0.01
done
exit 200
`;
