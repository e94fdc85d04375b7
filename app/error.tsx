"use client";

import { buttonClass } from "@/components/ui/button-class";

/** A page that could not be made. The digest is what the logs know it by. Every page brings this along, so it is kept light. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <div
      role="alert"
      className="mx-auto flex min-h-80 max-w-md flex-col items-center justify-center px-4 text-center"
    >
      <h1 className="text-xl font-semibold">This page could not be shown</h1>
      <p className="mt-2 mb-6 text-ink-soft">
        Your servers are not affected. Try again; if it stays, tell support
        {error.digest ? <span className="font-mono"> {error.digest}</span> : null}.
      </p>
      <button type="button" className={buttonClass({ variant: "primary" })} onClick={reset}>
        Try again
      </button>
    </div>
  );
}
