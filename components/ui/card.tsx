import type { HTMLAttributes, ReactNode } from "react";
import { cn } from "@/lib/class-names";

interface CardProps extends HTMLAttributes<HTMLDivElement> {
  /** For what cannot be undone. */
  danger?: boolean;
}

export function Card({ danger, className, ...rest }: CardProps) {
  const border = danger ? "border-bad/40" : "border-line";
  return <div className={cn("rounded-xl border bg-surface shadow-card", border, className)} {...rest} />;
}

/** A card with a heading, an explanation and something to press. */
export function Section({
  title,
  description,
  action,
  children,
  danger,
  className,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  danger?: boolean;
  className?: string;
}) {
  return (
    <Card danger={danger} className={className}>
      <div className="flex flex-wrap items-start justify-between gap-3 border-b border-line px-5 py-4">
        <div className="min-w-0">
          <h2 className="font-semibold">{title}</h2>
          {description ? <p className="mt-0.5 text-sm text-ink-soft">{description}</p> : null}
        </div>
        {action}
      </div>
      <div className="p-5">{children}</div>
    </Card>
  );
}
