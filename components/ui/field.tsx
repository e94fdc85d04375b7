import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { cn } from "@/lib/class-names";

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return (
    <input
      className={cn(
        "h-10 w-full rounded-lg border border-line-strong bg-surface px-3 text-ink placeholder:text-ink-faint aria-invalid:border-bad disabled:opacity-60",
        className,
      )}
      {...rest}
    />
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** Stands behind the input, such as a domain. */
  suffix?: ReactNode;
}

/** A labelled input with a hint and an error that screen readers hear. */
export function Field({ label, hint, error, suffix, id, ...input }: FieldProps) {
  const generated = useId();
  const inputId = id ?? generated;
  const noteId = `${inputId}-note`;
  return (
    <div>
      <label htmlFor={inputId} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className={suffix ? "flex" : undefined}>
        <Input
          id={inputId}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? noteId : undefined}
          className={suffix ? "min-w-0 rounded-r-none" : undefined}
          {...input}
        />
        {suffix ? (
          <span className="flex items-center rounded-r-lg border border-l-0 border-line-strong bg-raised px-3 text-sm text-ink-soft">
            {suffix}
          </span>
        ) : null}
      </div>
      <div id={noteId} aria-live="polite" className="mt-1.5 min-h-5 text-sm">
        {error ? <span className="text-bad">{error}</span> : <span className="text-ink-faint">{hint}</span>}
      </div>
    </div>
  );
}
