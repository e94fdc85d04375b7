import { Alert } from "@/components/ui/alert";

/** What the API refused, in its own words, where no field is to blame or besides the fields. */
export function ProblemAlert({
  problem,
}: {
  problem: { title: string; detail?: string; hint?: string } | null;
}) {
  if (!problem) return null;
  return (
    <Alert tone="bad" role="alert" title={problem.title}>
      {problem.detail && problem.detail !== problem.title ? <p>{problem.detail}</p> : null}
      {problem.hint ? <p>{problem.hint}</p> : null}
    </Alert>
  );
}
