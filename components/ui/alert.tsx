import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/class-names";

const looks = {
  info: { icon: Info, classes: "border-line bg-raised text-ink", tint: "text-ink-faint" },
  good: { icon: CircleCheck, classes: "border-good/30 bg-good-soft text-ink", tint: "text-good" },
  warn: { icon: TriangleAlert, classes: "border-warn/30 bg-warn-soft text-ink", tint: "text-warn" },
  bad: { icon: CircleAlert, classes: "border-bad/30 bg-bad-soft text-ink", tint: "text-bad" },
};

/** Something the reader must know, with what to do about it. */
export function Alert({
  tone = "info",
  title,
  children,
  actions,
  role,
}: {
  tone?: keyof typeof looks;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  role?: "alert" | "status";
}) {
  const { icon: Icon, classes, tint } = looks[tone];
  return (
    <div role={role} className={cn("flex gap-3 rounded-xl border p-4", classes)}>
      <Icon className={cn("mt-0.5 size-5 shrink-0", tint)} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children ? <div className="mt-1 text-sm text-ink-soft">{children}</div> : null}
        {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
