"use client";

import { Field } from "@/components/ui/field";

/** A name typed by hand, so that nothing of weight happens by a slip. */
export function TypeToConfirm({
  name,
  value,
  onChange,
  error,
}: {
  name: string;
  value: string;
  onChange(value: string): void;
  error?: string | null;
}) {
  return (
    <Field
      label={`Type ${name} to confirm`}
      name="confirm"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      error={error}
    />
  );
}
