import { problemOf } from "@/lib/api-client";
import type { RestorePreview, RestoreTarget } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { ConfirmRestore } from "./confirm-restore";
import { type Draft, requestOf } from "./draft";
import { IntoPicker } from "./into-picker";
import { PreviewPanel } from "./preview-panel";
import { useRestore } from "./use-restore";

interface Props {
  server: ServerDetail;
  preview: RestorePreview;
  target: RestoreTarget;
  draft: Draft;
  onChange(change: Partial<Draft>): void;
  onNearest(at: string): void;
}

/** What would happen; and when it can, where to, and the last word. */
export function RestoreDecision({ server, preview, target, draft: chosen, onChange, onNearest }: Props) {
  const draft: Draft = preview.possible ? chosen : { ...chosen, into: "new_server" };
  const restore = useRestore(server.id);
  const problem = restore.error ? problemOf(restore.error) : null;
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!restore.isPending && !restore.isSuccess) restore.mutate(requestOf(draft, target));
      }}
    >
      <PreviewPanel preview={preview} onNearest={onNearest} />
      {preview.possible || preview.possibleElsewhere ? (
        <>
          <IntoPicker
            server={server}
            preview={preview}
            draft={draft}
            onChange={onChange}
            fields={problem?.fields}
          />
          <ConfirmRestore
            server={server}
            draft={draft}
            onChange={onChange}
            problem={problem}
            busy={restore.isPending || restore.isSuccess}
          />
        </>
      ) : null}
    </form>
  );
}
