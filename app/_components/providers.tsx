"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";

const Toaster = dynamic(() => import("@/components/ui/toaster").then((module) => module.Toaster), {
  ssr: false,
});

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 15_000, retry: 1, refetchOnWindowFocus: true } },
      }),
  );
  const [onToaster, setOnToaster] = useState<(() => void) | null>(null);
  useEffect(() => {
    const show = (event: Event) => setOnToaster(() => (event as CustomEvent<() => void>).detail);
    window.addEventListener("toaster", show);
    return () => window.removeEventListener("toaster", show);
  }, []);
  // The toaster is in the tree once this effect runs after the render that asked for it.
  useEffect(() => {
    if (onToaster) setTimeout(onToaster, 50);
  }, [onToaster]);
  return (
    <QueryClientProvider client={client}>
      {children}
      {onToaster ? <Toaster /> : null}
    </QueryClientProvider>
  );
}
