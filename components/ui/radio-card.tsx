import type { ReactNode } from "react";
import { cn } from "@/lib/class-names";

interface Props {
  name: string;
  value: string;
  checked: boolean;
  disabled?: boolean;
  onChange(): void;
  children: ReactNode;
}

/** One choice of several, as a card; a real radio button underneath, so keys and screen readers work. */
export function RadioCard({ name, value, checked, disabled, onChange, children }: Props) {
  return (
    <label
      className={cn(
        "relative flex gap-3 rounded-xl border p-4 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        checked ? "border-accent" : "border-line",
        disabled
          ? "cursor-not-allowed bg-raised"
          : checked
            ? "cursor-pointer bg-accent-soft"
            : "cursor-pointer bg-surface hover:border-line-strong",
      )}
    >
      <input
        type="radio"
        name={name}
        value={value}
        checked={checked}
        disabled={disabled}
        onChange={onChange}
        className="sr-only"
      />
      <span
        aria-hidden
        className={cn(
          "mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border",
          checked ? "border-accent bg-accent" : "border-line-strong",
        )}
      >
        {checked ? <span className="size-1.5 rounded-full bg-on-accent" /> : null}
      </span>
      <span className="min-w-0 flex-1">{children}</span>
    </label>
  );
}
