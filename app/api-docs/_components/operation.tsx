import { cn } from "@/lib/class-names";
import type { FieldLine, OperationView } from "./read-operations";

const tones: Record<string, string> = {
  GET: "bg-good-soft text-good",
  POST: "bg-accent-soft text-accent-strong",
  PATCH: "bg-warn-soft text-warn",
  DELETE: "bg-bad-soft text-bad",
};

export function Operation({ operation, origin }: { operation: OperationView; origin: string }) {
  const { method, path, summary, description, parameters, body, success } = operation;
  const token = operation.authenticated ? " \\\n  -H 'Authorization: Bearer nsc_…'" : "";
  const data = body.length > 0 ? " \\\n  -H 'Content-Type: application/json' -d '{ … }'" : "";
  return (
    <details className="group px-5 py-4">
      <summary className="flex cursor-pointer flex-wrap items-center gap-3 rounded">
        <span
          className={cn("w-16 rounded-md py-0.5 text-center font-mono text-xs font-semibold", tones[method])}
        >
          {method}
        </span>
        <code className="min-w-0 font-mono text-sm break-all">{path}</code>
        <span className="text-sm text-ink-soft">{summary}</span>
      </summary>
      <div className="mt-4 space-y-4 text-sm">
        {description ? <p className="text-ink-soft">{description}</p> : null}
        <Fields title="Parameters" fields={parameters} />
        <Fields title="Body" fields={body} />
        <Fields title={`Answer ${success.status}: ${success.description}`} fields={success.fields} always />
        <pre className="overflow-x-auto rounded-lg bg-canvas p-3 font-mono text-xs">
          {`curl -X ${method} ${origin}${path}${token}${data}`}
        </pre>
      </div>
    </details>
  );
}

function Fields({ title, fields, always }: { title: string; fields: FieldLine[]; always?: boolean }) {
  if (fields.length === 0 && !always) return null;
  return (
    <div>
      <h3 className="mb-1.5 font-medium">{title}</h3>
      {fields.length > 0 ? (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {fields.map((field) => (
            <li key={field.name} className="flex flex-wrap gap-x-3 px-3 py-1.5">
              <code className="font-mono text-xs leading-5">
                {field.name}
                {field.required ? "" : "?"}
              </code>
              <code className="font-mono text-xs leading-5 break-all text-ink-faint">{field.type}</code>
              {field.description ? <span className="w-full text-ink-soft">{field.description}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
