"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";

interface Late {
  Toaster: ComponentType;
  onShown(): void;
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 15_000, retry: 1, refetchOnWindowFocus: true } },
      }),
  );
  const [late, setLate] = useState<Late | null>(null);
  useEffect(() => {
    const show = (event: Event) => setLate((event as CustomEvent<Late>).detail);
    window.addEventListener("toaster", show);
    return () => window.removeEventListener("toaster", show);
  }, []);
  // The toaster is in the tree once this effect runs after the render that asked for it.
  useEffect(() => {
    if (late) setTimeout(late.onShown, 50);
  }, [late]);
  return (
    <QueryClientProvider client={client}>
      {children}
      {late ? <late.Toaster /> : null}
    </QueryClientProvider>
  );
}
