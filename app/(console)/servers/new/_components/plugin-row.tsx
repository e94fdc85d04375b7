import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/class-names";
import type { PluginView } from "@/lib/plugin/plugin-schemas";

export function PluginRow({
  plugin,
  checked,
  onToggle,
}: {
  plugin: PluginView;
  checked: boolean;
  onToggle(): void;
}) {
  return (
    <li>
      <label
        className={cn(
          "flex items-start gap-3 px-4 py-3 hover:bg-raised",
          plugin.licensed ? "cursor-pointer" : "cursor-not-allowed",
        )}
      >
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0 accent-[var(--accent)]"
          checked={checked}
          disabled={!plugin.licensed}
          onChange={onToggle}
        />
        <span className="min-w-0 flex-1 text-sm">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{plugin.title}</span>
            {plugin.tier === "pro" ? <Badge tone="accent">Pro</Badge> : null}
            <span className="text-xs text-ink-faint">{plugin.category}</span>
          </span>
          <span className="block text-ink-soft">{plugin.description}</span>
          {plugin.licensed ? null : (
            <span className="block text-warn">Needs a license that your team does not have.</span>
          )}
        </span>
        <span className="shrink-0 text-xs text-ink-faint tabular-nums">{plugin.memoryMb} MB</span>
      </label>
    </li>
  );
}
