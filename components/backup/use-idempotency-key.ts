import { useRef } from "react";

/** The same request sent again is the same request and has the same key; a changed one is another. */
export function useIdempotencyKey(): (body: unknown) => string {
  const key = useRef({ id: "", of: "" });
  return (body) => {
    const of = JSON.stringify(body);
    if (key.current.of !== of) key.current = { id: crypto.randomUUID(), of };
    return key.current.id;
  };
}
