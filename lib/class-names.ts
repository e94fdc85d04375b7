import { type ClassValue, clsx } from "clsx";

/**
 * Class names, joined. Of two classes that set the same property it is not the later one that wins, so choose between them:
 * `chosen ? "text-accent" : "text-ink"`. Only a part may stand beside its whole (`px-3 pl-9`): Tailwind puts parts last.
 */
export function cn(...values: ClassValue[]): string {
  return clsx(values);
}
