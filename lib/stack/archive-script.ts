/**
 * The archive_command of every PostgreSQL that we run: `sh archive-wal.sh <spool> %p %f`. A segment appears in the spool
 * under its final name only when it is whole and synced. Asked again for a segment that is there, it succeeds only if the
 * bytes are equal (PostgreSQL documentation, "Continuous Archiving": a segment may be offered twice after a crash).
 */
export function renderArchiveScript(): string {
  return `#!/bin/sh
set -eu
spool=$1
source=$2
name=$3
if [ -f "$spool/$name" ]; then
  cmp -s "$source" "$spool/$name"
  exit $?
fi
cp "$source" "$spool/.$name.part"
sync "$spool/.$name.part"
mv "$spool/.$name.part" "$spool/$name"
sync "$spool"
`;
}
