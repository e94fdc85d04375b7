import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Class names with the later of two contradicting Tailwind classes winning. */
export function cn(...values: ClassValue[]): string {
  return twMerge(clsx(values));
}
