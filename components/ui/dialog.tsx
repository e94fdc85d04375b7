"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** A modal with a title and an explanation; focus goes in and comes back. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45 backdrop-blur-[1px]" />
        <Radix.Content
          aria-describedby={description ? undefined : ""}
          className="fixed inset-x-4 top-1/2 z-50 mx-auto max-h-[88dvh] max-w-lg -translate-y-1/2 overflow-y-auto rounded-2xl border border-line bg-surface p-6 shadow-card"
        >
          <Radix.Title className="pr-8 text-lg font-semibold">{title}</Radix.Title>
          {description ? (
            <Radix.Description asChild>
              <div className="mt-1.5 text-sm text-ink-soft">{description}</div>
            </Radix.Description>
          ) : null}
          <div className="mt-5">{children}</div>
          <Radix.Close
            aria-label="Close"
            className="absolute top-4 right-4 rounded-md p-1.5 text-ink-faint hover:bg-raised hover:text-ink"
          >
            <X className="size-4" aria-hidden />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>;
}
