"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/lib/class-names";

interface MenuProps {
  /** What the button shows. */
  trigger: ReactNode;
  label: string;
  triggerClassName?: string;
  align?: "start" | "end";
  /** Above the button, for one at the foot of the page. */
  above?: boolean;
  children: ReactNode;
}

/**
 * A button that discloses links and actions below it (WAI-ARIA disclosure pattern: plain tab order). Escape, a press
 * elsewhere and leaving it by Tab close it; Escape gives the focus back.
 */
export function Menu({ trigger, label, triggerClassName, align = "end", above, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onPress);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPress);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus has left
    <div
      ref={root}
      className="relative"
      onBlur={(event) =>
        event.relatedTarget && !root.current?.contains(event.relatedTarget) && setOpen(false)
      }
    >
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-expanded={open}
        aria-controls={panelId}
        className={triggerClassName}
        onClick={() => setOpen(!open)}
      >
        {trigger}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: an entry that was chosen closes the panel; the entries themselves take the keys */}
      <div
        id={panelId}
        hidden={!open}
        onClick={() => setOpen(false)}
        className={cn(
          "absolute z-50 min-w-56 rounded-xl border border-line bg-surface p-1.5 text-sm shadow-card",
          align === "end" ? "right-0" : "left-0",
          above ? "bottom-full mb-1.5" : "top-full mt-1.5",
        )}
      >
        {children}
      </div>
    </div>
  );
}

export const menuItemClass =
  "flex w-full items-center gap-2 rounded-lg px-2.5 py-2 text-left text-ink hover:bg-raised [&_svg]:size-4 [&_svg]:text-ink-faint";

export function MenuItem({ children, onSelect }: { children: ReactNode; onSelect(): void }) {
  return (
    <button type="button" onClick={onSelect} className={menuItemClass}>
      {children}
    </button>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className="truncate px-2.5 py-1.5 text-xs text-ink-faint">{children}</p>;
}

export function MenuSeparator() {
  return <hr className="my-1.5 border-line" />;
}
