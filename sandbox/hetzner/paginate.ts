import { HetznerError, invalidInput } from "./errors";
import { parseSelector } from "./labels";

const perPageLimit = 50;
const perPageDefault = 25;

interface Listed {
  id: number;
  name?: string | null;
  created?: string;
  labels?: Record<string, string>;
}

/**
 * The list answer every collection shares: filters `name` and `label_selector`, `sort` by id, name or created, and
 * pages of at most 50. More filters are applied by the caller before.
 */
export function listAnswer(key: string, items: readonly Listed[], query: URLSearchParams): Response {
  const found = sorted(filtered(items, query), query);
  const { page, perPage } = pageOf(query);
  const lastPage = Math.max(1, Math.ceil(found.length / perPage));
  return Response.json({
    [key]: found.slice((page - 1) * perPage, page * perPage),
    meta: {
      pagination: {
        page,
        per_page: perPage,
        previous_page: page > 1 ? page - 1 : null,
        next_page: page < lastPage ? page + 1 : null,
        last_page: lastPage,
        total_entries: found.length,
      },
    },
  });
}

function filtered(items: readonly Listed[], query: URLSearchParams): Listed[] {
  const name = query.get("name");
  const selector = query.get("label_selector");
  const fits = selector ? parseSelector(selector) : () => true;
  if (!fits) throw invalidInput([{ name: "label_selector", messages: ["label_selector is not valid"] }]);
  return items.filter((item) => (name === null || item.name === name) && fits(item.labels ?? {}));
}

function sorted(items: Listed[], query: URLSearchParams): Listed[] {
  const orders = query.getAll("sort");
  for (const order of [...(orders.length > 0 ? orders : ["id"])].reverse()) {
    const [field = "", direction = "asc"] = order.split(":");
    if (!["id", "name", "created"].includes(field) || !["asc", "desc"].includes(direction)) {
      throw invalidInput([{ name: "sort", messages: [`cannot sort by '${order}'`] }]);
    }
    const sign = direction === "desc" ? -1 : 1;
    items.sort((a, b) => sign * compare(a[field as keyof Listed], b[field as keyof Listed]));
  }
  return items;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en");
}

function pageOf(query: URLSearchParams): { page: number; perPage: number } {
  const page = Number(query.get("page") ?? 1);
  const perPage = Number(query.get("per_page") ?? perPageDefault);
  if (!Number.isInteger(page) || page < 1) {
    throw new HetznerError("invalid_input", "invalid input in field 'page'", {
      fields: [{ name: "page", messages: ["must be greater than or equal to 1"] }],
    });
  }
  if (!Number.isInteger(perPage) || perPage < 1) {
    throw invalidInput([{ name: "per_page", messages: ["must be greater than or equal to 1"] }]);
  }
  // More is not refused: the API answers with its largest page.
  return { page, perPage: Math.min(perPage, perPageLimit) };
}
