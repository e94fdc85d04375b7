import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "@/lib/class-names";

const styles = cva(
  "inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap",
  {
    variants: {
      tone: {
        neutral: "bg-raised text-ink-soft",
        accent: "bg-accent-soft text-accent-strong",
        good: "bg-good-soft text-good",
        warn: "bg-warn-soft text-warn",
        bad: "bg-bad-soft text-bad",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type Tone = NonNullable<VariantProps<typeof styles>["tone"]>;

/** A word about a state; `pulse` says that it is changing right now. */
export function Badge({
  tone,
  pulse,
  className,
  children,
}: {
  tone?: Tone;
  pulse?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span className={cn(styles({ tone }), className)}>
      <span className={cn("size-1.5 rounded-full bg-current", pulse && "animate-pulse")} aria-hidden />
      {children}
    </span>
  );
}
