import type { ReactNode } from "react";

export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-dashed border-line-strong/60 bg-surface px-6 py-14 text-center">
      <div
        className="mb-4 flex size-12 items-center justify-center rounded-xl bg-accent-soft text-accent-strong [&_svg]:size-6"
        aria-hidden
      >
        {icon}
      </div>
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="mt-1.5 max-w-md text-ink-soft">{children}</div>
      {action ? <div className="mt-6">{action}</div> : null}
    </div>
  );
}
