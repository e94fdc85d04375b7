import { z } from "zod";
import { toAppError } from "@/lib/errors";
import { actionSchema } from "./cloud-schemas";
import { hetzner } from "./hetzner-client";
import { isBudgetLow } from "./rate-budget";

export interface ActionState {
  status: "running" | "success" | "error";
  /** Per cent. */
  progress: number;
  errorCode: string | null;
  errorMessage: string | null;
}

const schema = z.object({ actions: z.array(actionSchema) });
const idsPerCall = 50;
const windowMs = 30;
const windowMsWhenLow = 1000;

interface Waiting {
  ids: string[];
  resolve: (states: Map<string, ActionState>) => void;
  reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];

/**
 * The states of these actions; one that the provider forgot is absent. All callers of this process within a short window
 * (30 ms, a second when the budget is low) share one call per 50 actions, so that a hundred waiting jobs cost two.
 */
export function pollActions(ids: string[]): Promise<Map<string, ActionState>> {
  if (ids.length === 0) return Promise.resolve(new Map());
  return new Promise((resolve, reject) => {
    waiting.push({ ids, resolve, reject });
    if (waiting.length === 1) setTimeout(flush, isBudgetLow() ? windowMsWhenLow : windowMs);
  });
}

async function flush(): Promise<void> {
  const callers = waiting;
  waiting = [];
  const wanted = [...new Set(callers.flatMap(({ ids }) => ids))];
  try {
    const states = new Map<string, ActionState>();
    for (let from = 0; from < wanted.length; from += idsPerCall) {
      for (const [id, state] of await fetchActions(wanted.slice(from, from + idsPerCall)))
        states.set(id, state);
    }
    for (const { ids, resolve } of callers) resolve(pick(states, ids));
  } catch (error) {
    for (const { reject } of callers) reject(toAppError(error));
  }
}

async function fetchActions(ids: string[]): Promise<[string, ActionState][]> {
  const { actions } = await hetzner("GET", "/actions", { query: { id: ids, per_page: idsPerCall }, schema });
  return actions.map(({ id, status, progress, error }) => [
    String(id),
    { status, progress, errorCode: error?.code ?? null, errorMessage: error?.message ?? null },
  ]);
}

function pick(states: Map<string, ActionState>, ids: string[]): Map<string, ActionState> {
  return new Map(
    ids.flatMap((id) => {
      const state = states.get(id);
      return state ? [[id, state] as const] : [];
    }),
  );
}
