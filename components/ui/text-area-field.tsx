import { type ReactNode, type TextareaHTMLAttributes, useId } from "react";

interface TextAreaFieldProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string;
  hint?: ReactNode;
  error?: string | null;
}

/** A labelled text of several lines, with a hint and an error that screen readers hear. */
export function TextAreaField({ label, hint, error, ...rest }: TextAreaFieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? noteId : undefined}
        className="w-full rounded-lg border border-line-strong bg-surface px-3 py-2 text-ink placeholder:text-ink-faint aria-invalid:border-bad"
        {...rest}
      />
      <div id={noteId} aria-live="polite" className="mt-1 min-h-5 text-sm">
        {error ? <span className="text-bad">{error}</span> : <span className="text-ink-faint">{hint}</span>}
      </div>
    </div>
  );
}
