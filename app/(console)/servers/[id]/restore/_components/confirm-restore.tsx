import { useSuspenseQuery } from "@tanstack/react-query";
import { TypeToConfirm } from "@/components/backup/type-to-confirm";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { meQuery } from "@/lib/account/account-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { subdomainProblem } from "@/lib/server/subdomain-rules";
import { type Draft, fieldError } from "./draft";

interface Props {
  server: ServerDetail;
  draft: Draft;
  onChange(change: Partial<Draft>): void;
  problem: { title: string; detail?: string; hint?: string; fields?: Record<string, string> } | null;
  busy: boolean;
}

/** The last word: the server's name, typed. */
export function ConfirmRestore({ server, draft, onChange, problem, busy }: Props) {
  const { data: me } = useSuspenseQuery(meQuery());
  const inPlace = draft.into === "in_place";
  const complete = inPlace || (draft.name.trim() !== "" && subdomainProblem(draft.subdomain) === null);
  return (
    <Section
      title="4. Confirm"
      description={
        inPlace ? "A last backup of the present state is made first." : `${server.name} is not changed.`
      }
    >
      <div id="restore-problem" tabIndex={-1} className="outline-none">
        {problem ? (
          <div className="mb-4">
            <ProblemAlert problem={problem} />
          </div>
        ) : null}
      </div>
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
        <TypeToConfirm
          name={server.name}
          value={draft.confirm}
          onChange={(confirm) => onChange({ confirm })}
          error={fieldError(problem?.fields, "confirm")}
        />
        <Field
          label="Reason (optional)"
          name="reason"
          value={draft.reason}
          onChange={(event) => onChange({ reason: event.target.value })}
          maxLength={300}
          autoComplete="off"
          hint={me.visit ? "Else the activity shows your visit’s reason." : "Stands in the activity log."}
          error={fieldError(problem?.fields, "reason")}
        />
      </div>
      <Button
        type="submit"
        variant={inPlace ? "danger" : "primary"}
        className="mt-2"
        disabled={!complete || draft.confirm !== server.name}
        busy={busy}
      >
        {inPlace ? `Restore ${server.name}` : "Restore into the new server"}
      </Button>
    </Section>
  );
}
