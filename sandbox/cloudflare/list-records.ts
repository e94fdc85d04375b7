import type { DnsRecord } from "./record";

export interface Page {
  result: unknown[];
  result_info: { page: number; per_page: number; count: number; total_count: number; total_pages: number };
}

type Test = (value: string, wanted: string) => boolean;
const same: Test = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();
const textTests: Readonly<Record<string, Test>> = {
  "": same,
  ".exact": same,
  ".contains": (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase()),
  ".startswith": (value, wanted) => value.toLowerCase().startsWith(wanted.toLowerCase()),
  ".endswith": (value, wanted) => value.toLowerCase().endsWith(wanted.toLowerCase()),
};

/** The records that a list request asks for: its filters (`match=any` joins them by or), order and page. */
export function listRecords(records: readonly DnsRecord[], query: URLSearchParams): Page {
  const filters = [...query].flatMap(([key, wanted]) => toFilter(key, wanted) ?? []);
  const any = query.get("match") === "any";
  const found = records.filter((record) =>
    filters.length === 0
      ? true
      : any
        ? filters.some((fits) => fits(record))
        : filters.every((fits) => fits(record)),
  );
  return paginate(sort(found, query), query, 100);
}

/** One page; `per_page` beyond what exists is fine, a page beyond the last is empty. */
export function paginate(items: readonly unknown[], query: URLSearchParams, defaultPerPage: number): Page {
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const perPage = Math.min(
    5_000_000,
    Math.max(1, Number(query.get("per_page") ?? defaultPerPage) || defaultPerPage),
  );
  const result = items.slice((page - 1) * perPage, page * perPage);
  const totalPages = Math.ceil(items.length / perPage);
  return {
    result,
    result_info: {
      page,
      per_page: perPage,
      count: result.length,
      total_count: items.length,
      total_pages: totalPages,
    },
  };
}

function toFilter(key: string, wanted: string): ((record: DnsRecord) => boolean) | null {
  const [field = "", operator] = key.split(".");
  const test = textTests[operator === undefined ? "" : `.${operator}`];
  switch (field) {
    case "type":
      return (record) => record.type === wanted;
    case "proxied":
      return (record) => record.proxied === (wanted === "true");
    case "search":
      return (record) =>
        [record.name, record.content, record.comment ?? ""].some((text) => text.includes(wanted));
    case "name":
      return test ? (record) => test(record.name, wanted) : null;
    case "content":
      return test ? (record) => test(record.content, wanted) : null;
    case "comment":
      if (operator === "present") return (record) => record.comment !== null;
      if (operator === "absent") return (record) => record.comment === null;
      return test ? (record) => test(record.comment ?? "", wanted) : null;
    case "tag":
      return tagFilter(operator, wanted);
    default:
      return null;
  }
}

/** Tags read `name:value`; `tag.present=name`, `tag.exact=name:value`. */
function tagFilter(operator: string | undefined, wanted: string): ((record: DnsRecord) => boolean) | null {
  const nameOf = (tag: string) => tag.split(":")[0]?.toLowerCase();
  if (operator === "present")
    return (record) => record.tags.some((tag) => nameOf(tag) === wanted.toLowerCase());
  if (operator === "absent")
    return (record) => record.tags.every((tag) => nameOf(tag) !== wanted.toLowerCase());
  const test = textTests[operator === undefined ? "" : `.${operator}`];
  return test ? (record) => record.tags.some((tag) => test(tag, wanted)) : null;
}

function sort(records: DnsRecord[], query: URLSearchParams): DnsRecord[] {
  const order = query.get("order");
  const sign = query.get("direction") === "desc" ? -1 : 1;
  const sortKey = (record: DnsRecord): string => {
    switch (order) {
      case "type":
        return record.type;
      case "content":
        return record.content;
      case "ttl":
        return String(record.ttl).padStart(6, "0");
      case "proxied":
        return String(record.proxied);
      default:
        return record.name;
    }
  };
  return order ? records.sort((a, b) => sign * sortKey(a).localeCompare(sortKey(b))) : records;
}
