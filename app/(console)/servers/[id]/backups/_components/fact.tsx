import type { ReactNode } from "react";

export function Fact({ title, note, children }: { title: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-soft">{title}</dt>
      <dd className="mt-0.5">
        <span className="block font-medium">{children}</span>
        {note ? <span className="block text-sm text-ink-faint">{note}</span> : null}
      </dd>
    </div>
  );
}

/** Words that begin a line, such as "in 8 hours". */
export function Capital({ children }: { children: ReactNode }) {
  return <span className="inline-block first-letter:uppercase">{children}</span>;
}
