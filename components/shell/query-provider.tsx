"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/** TanStack Query for the screens that live: what the server prefetched counts as fresh for a moment. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 20_000, retry: 1, throwOnError: false } } }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
