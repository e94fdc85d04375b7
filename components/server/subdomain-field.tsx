"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Field } from "@/components/ui/field";
import { subdomainQuery } from "@/lib/server/server-queries";
import { subdomainProblem } from "@/lib/server/subdomain-rules";

const settleMs = 300;

interface Props {
  value: string;
  onChange(value: string): void;
  /** What the server said of this value when it was submitted. */
  error?: string | null;
  /** Begins with a dot. */
  domainSuffix: string;
}

/** A subdomain, checked as it is typed: by the rules at once, and whether it is free a moment later. */
export function SubdomainField({ value, onChange, error, domainSuffix }: Props) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  const problem = value === "" ? null : subdomainProblem(value);
  const { data, isFetching } = useQuery({
    ...subdomainQuery(settled),
    enabled: settled !== "" && subdomainProblem(settled) === null,
  });
  const answer = settled === value && data?.name === value ? data : null;
  const taken = answer && !answer.free ? answer.reason : null;
  const hint = answer?.free ? (
    <span className="text-good">Free</span>
  ) : isFetching ? (
    "Checking…"
  ) : (
    "Letters, digits and hyphens. Your address on the internet."
  );
  return (
    <div>
      <Field
        label="Subdomain"
        name="subdomain"
        value={value}
        onChange={(event) => onChange(event.target.value.trim().toLowerCase())}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={63}
        required
        suffix={domainSuffix}
        error={error ?? problem ?? taken}
        hint={hint}
      />
      {taken && answer && answer.suggestions.length > 0 ? (
        <p className="mt-1 flex flex-wrap gap-2 text-sm text-ink-soft">
          Free:
          {answer.suggestions.map((suggestion) => (
            <button
              key={suggestion}
              type="button"
              onClick={() => onChange(suggestion)}
              className="rounded font-medium text-accent underline-offset-2 hover:underline"
            >
              {suggestion}
            </button>
          ))}
        </p>
      ) : null}
    </div>
  );
}
