"use client";

import { useQuery } from "@tanstack/react-query";
import { Search, SearchX } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { LoadState } from "@/components/backup/load-state";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { problemOf } from "@/lib/api-client";
import { customersQuery } from "@/lib/operator/operator-queries";
import { CustomerCard, type Destination } from "./customer-card";

const VisitDialog = lazy(() => import("./visit-dialog").then((module) => ({ default: module.VisitDialog })));

/** Who asks for help, found by what they tell. */
export function CustomerSearch() {
  const [typed, setTyped] = useState("");
  const [words, setWords] = useState("");
  const [destination, setDestination] = useState<Destination | null>(null);
  const { data, error, isFetching, refetch } = useQuery(customersQuery(words));
  const search = () => {
    const asked = typed.trim();
    if (asked === words) void refetch();
    else setWords(asked);
  };
  return (
    <div className="space-y-5">
      <search>
        <form
          className="flex max-w-2xl items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            search();
          }}
        >
          <div className="min-w-0 flex-1">
            <Field
              label="Team or server"
              hint="A name, a subdomain, an id, or a member’s mail address."
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              type="search"
              minLength={2}
              maxLength={100}
              required
              autoComplete="off"
            />
          </div>
          <Button type="submit" variant="primary" busy={isFetching} className="mt-6.5">
            {isFetching ? null : <Search aria-hidden />} Search
          </Button>
        </form>
      </search>
      <p className="sr-only" role="status">
        {data && !isFetching ? `${data.items.length} found` : null}
      </p>
      <div className="space-y-5">
        {words !== "" && !data ? (
          <LoadState
            what="teams"
            problem={error ? problemOf(error) : null}
            onRetry={() => void refetch()}
            className="h-40 max-w-3xl"
          />
        ) : null}
        {data?.items.length === 0 ? (
          <EmptyState icon={<SearchX />} title="Nobody is found by this">
            Parts of names and addresses are enough; ids have to be whole.
          </EmptyState>
        ) : null}
        {data?.items.map((customer) => (
          <CustomerCard key={customer.team.id} customer={customer} onVisit={setDestination} />
        ))}
        {data?.more ? (
          <p className="text-sm text-ink-soft">There are more than these ten. Ask more exactly.</p>
        ) : null}
      </div>
      {destination ? (
        <Suspense fallback={null}>
          <VisitDialog destination={destination} onClose={() => setDestination(null)} />
        </Suspense>
      ) : null}
    </div>
  );
}
