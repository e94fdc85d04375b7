import type { ReactNode } from "react";
import { requireActor } from "@/lib/account/require-actor";
import { ConsoleShell } from "./_components/console-shell";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  return <ConsoleShell actor={await requireActor()}>{children}</ConsoleShell>;
}
