"use client";

import { Toaster as Sonner } from "sonner";

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast: "!bg-surface !text-ink !border-line !shadow-card",
          description: "!text-ink-soft",
        },
      }}
    />
  );
}
