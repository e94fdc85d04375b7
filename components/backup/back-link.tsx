import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** One level up. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-1 rounded text-sm text-ink-soft hover:text-ink print:hidden"
    >
      <ChevronLeft className="size-4" aria-hidden /> {children}
    </Link>
  );
}
