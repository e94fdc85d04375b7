import Link from "next/link";
import { ExactTime } from "@/components/backup/exact-time";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { paths } from "@/lib/paths";
import type { RestoreView } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { RestoreFailure } from "./restore-failure";
import { UndoRestore } from "./undo-restore";

/** What the restore has come to, and what can be done now. */
export function RestoreOutcome({ restore, server }: { restore: RestoreView; server: ServerDetail }) {
  if (restore.status === "failed") return <RestoreFailure restore={restore} server={server} />;
  if (restore.status === "undone") {
    return (
      <Alert title="This restore was undone">
        {server.name} serves the data from before again
        {restore.undoneAt ? (
          <>
            , since <ExactTime time={restore.undoneAt} />
          </>
        ) : null}
        .
      </Alert>
    );
  }
  if (restore.status !== "succeeded") return null;
  return (
    <Alert
      tone="good"
      title={restore.into === "in_place" ? `${server.name} is restored` : "The new server is restored"}
      actions={
        restore.newServerId ? (
          <Button asChild>
            <Link href={paths.server(restore.newServerId)}>To the new server</Link>
          </Button>
        ) : (
          <UndoRestore restore={restore} server={server} />
        )
      }
    >
      {restore.recoveredTo ? (
        <>
          The last change in it is from <ExactTime time={restore.recoveredTo} withUtc />.
        </>
      ) : (
        "It holds what the backup held."
      )}
    </Alert>
  );
}
