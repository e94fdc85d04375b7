"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { ProblemAlert } from "@/components/problem-alert";
import { LocationPicker } from "@/components/server/location-picker";
import { ServerTypePicker } from "@/components/server/server-type-picker";
import { SubdomainField } from "@/components/server/subdomain-field";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { callApi, problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import { serversQuery, serverTypesQuery } from "@/lib/server/server-queries";
import { OrderSummary } from "./order-summary";
import { PluginPicker } from "./plugin-picker";
import { suggestSubdomain } from "./suggest-subdomain";

/** The order of a server: four sections and a summary that follows. One form is one order, however often it is sent. */
export function OrderForm({ domainSuffix }: { domainSuffix: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const { data: types } = useQuery(serverTypesQuery());
  const [name, setName] = useState("");
  const [ownSubdomain, setOwnSubdomain] = useState<string | null>(null);
  const [location, setLocation] = useState("fsn1");
  const [chosenType, setChosenType] = useState<string | null>(null);
  const [plugins, setPlugins] = useState<string[]>([]);
  const subdomain = ownSubdomain ?? suggestSubdomain(name);
  const serverType = chosenType ?? types?.items.find((type) => type.recommended)?.name ?? "";
  const body = { name, subdomain, location, serverType, plugins };
  const key = useRef({ id: "", of: "" });
  const order = useMutation({
    mutationFn: () => {
      // The same order sent again is the same order; a changed one is another.
      const of = JSON.stringify(body);
      if (key.current.of !== of) key.current = { id: crypto.randomUUID(), of };
      return callApi("POST /api/v1/servers", {
        body,
        idempotencyKey: key.current.id,
      });
    },
    onSuccess: ({ server }) => {
      void client.invalidateQueries({ queryKey: serversQuery().queryKey, exact: true });
      router.push(paths.server(server.id));
    },
    onError: (error) => {
      const field = Object.keys(problemOf(error).fields ?? {})[0];
      document.querySelector<HTMLElement>(field ? `[name="${field}"]` : "#order-problem")?.focus();
    },
  });
  const problem = order.error ? problemOf(order.error) : null;
  const fields = problem?.fields ?? {};
  const type = types?.items.find((one) => one.name === serverType);
  return (
    <form
      className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
      onSubmit={(event) => {
        event.preventDefault();
        if (!order.isPending && !order.isSuccess) order.mutate();
      }}
    >
      <div className="space-y-5">
        {problem ? (
          <div id="order-problem" tabIndex={-1}>
            <ProblemAlert problem={problem} />
          </div>
        ) : null}
        <Section title="Name">
          <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
            <Field
              label="Server name"
              name="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={60}
              required
              autoComplete="off"
              placeholder="Shop"
              hint="What you call it in this console."
              error={fields.name}
            />
            <SubdomainField
              value={subdomain}
              onChange={setOwnSubdomain}
              error={
                order.variables === undefined && fields.subdomain && key.current.of.includes(`"${subdomain}"`)
                  ? fields.subdomain
                  : null
              }
              domainSuffix={domainSuffix}
            />
          </div>
        </Section>
        <Section title="Location" description="Where your data lives. Near your users is fastest.">
          <LocationPicker value={location} onChange={setLocation} serverType={serverType} />
          {fields.location ? <p className="mt-3 text-sm text-bad">{fields.location}</p> : null}
        </Section>
        <Section title="Server type" description="Live from the provider, with the price in this location.">
          <ServerTypePicker value={serverType} onChange={setChosenType} location={location} />
          {fields.serverType ? <p className="mt-3 text-sm text-bad">{fields.serverType}</p> : null}
        </Section>
        <Section title="Plugins" description="Signed packages from our registry, verified on your server.">
          <PluginPicker chosen={plugins} onChange={setPlugins} memoryGb={type?.memoryGb} />
          {fields.plugins ? <p className="mt-3 text-sm text-bad">{fields.plugins}</p> : null}
        </Section>
      </div>
      <OrderSummary
        domain={subdomain ? `${subdomain}${domainSuffix}` : null}
        location={location}
        type={type}
        plugins={plugins.length}
        busy={order.isPending || order.isSuccess}
      />
    </form>
  );
}
