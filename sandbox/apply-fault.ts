import { setTimeout as wait } from "node:timers/promises";
import type { FaultEffect } from "@/sandbox/faults";
import { ConnectionReset } from "@/sandbox/http";

export type StatusEffect = Extract<FaultEffect, { type: "status" }>;

/**
 * Answers a request under the effect of a fault.
 * `refuse` words a status effect in the provider's own error envelope; `perform` does what was asked, and is told the
 * name of a provider-specific effect.
 * @throws ConnectionReset where the effect cuts the connection.
 */
export async function applyFault(
  effect: FaultEffect | null,
  perform: (named: string | null) => Response | Promise<Response>,
  refuse: (effect: StatusEffect) => Response,
): Promise<Response> {
  if (effect === null) return perform(null);
  switch (effect.type) {
    case "status":
      return refuse(effect);
    case "reset":
      throw new ConnectionReset();
    case "reset_after":
      await perform(null);
      throw new ConnectionReset();
    case "delay":
      await wait(effect.delayMs);
      return perform(null);
    case "named":
      return perform(effect.name);
  }
}
