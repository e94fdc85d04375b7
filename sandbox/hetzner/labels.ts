import type { FieldError } from "./errors";

const valueShape = /^(|[a-z0-9A-Z]|[a-z0-9A-Z][a-z0-9A-Z._-]{0,61}[a-z0-9A-Z])$/;
const prefixShape = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * Hetzner's rules of labels (API reference, "Labels"): key `[prefix/]name`, name and value at most 63 of
 * `[a-zA-Z0-9_.-]` beginning and ending alphanumeric, the prefix a DNS name other than hetzner.cloud, values may be
 * empty.
 */
export function checkLabels(labels: Record<string, string>): FieldError[] {
  const wrong = Object.entries(labels).flatMap(([key, value]) => [
    ...(isLabelKey(key) ? [] : [`label key '${key}' is not correctly formatted`]),
    ...(valueShape.test(value) ? [] : [`label value '${value}' (key: '${key}') is not correctly formatted`]),
  ]);
  return wrong.length > 0 ? [{ name: "labels", messages: wrong }] : [];
}

function isLabelKey(key: string): boolean {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  if (name === "" || !valueShape.test(name) || parts.length > 2) return false;
  const prefix = parts.length === 2 ? parts[0] : undefined;
  return prefix === undefined || (prefixShape.test(prefix) && !/(^|\.)hetzner\.cloud$/.test(prefix));
}

/** Whether labels fit a selector: `a=b,c!=d,e,!f,g in (x,y),h notin (x)`. Null when the selector is malformed. */
export function parseSelector(selector: string): ((labels: Record<string, string>) => boolean) | null {
  const terms = selector.match(/[^,(]+(\([^)]*\))?/g) ?? [];
  const checks = terms.map((term) => parseTerm(term.trim()));
  const sound = checks.flatMap((check) => (check ? [check] : []));
  if (sound.length !== checks.length || sound.length === 0) return null;
  return (labels) => sound.every((check) => check(labels));
}

function parseTerm(term: string): ((labels: Record<string, string>) => boolean) | null {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
  if (set) {
    const [, key = "", word, list = ""] = set;
    const values = list.split(",").map((value) => value.trim());
    return (labels) => values.includes(labels[key] ?? "\0") === (word === "in");
  }
  const equality = /^([^!=\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(term);
  if (equality) {
    const [, key = "", operator, value = ""] = equality;
    return (labels) => (labels[key] === value) === (operator !== "!=");
  }
  const presence = /^(!?)\s*([^!=\s]+)$/.exec(term);
  if (!presence) return null;
  const [, not, key = ""] = presence;
  return (labels) => Object.hasOwn(labels, key) === (not === "");
}
