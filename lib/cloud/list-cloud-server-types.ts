import { z } from "zod";
import { pageSchema } from "./cloud-schemas";
import { hetzner } from "./hetzner-client";
import { remembered } from "./remembered";

const priceSchema = z.object({ gross: z.string(), net: z.string() });
const deprecationSchema = z.object({ announced: z.string(), unavailable_after: z.string() }).nullish();
const typeSchema = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  cores: z.number(),
  memory: z.number(),
  disk: z.number(),
  architecture: z.enum(["x86", "arm"]),
  cpu_type: z.enum(["shared", "dedicated"]),
  deprecated: z.boolean().nullish(),
  deprecation: deprecationSchema,
  prices: z.array(z.object({ location: z.string(), price_hourly: priceSchema, price_monthly: priceSchema })),
  locations: z.array(z.object({ name: z.string(), deprecation: deprecationSchema })).optional(),
});
const pagedSchema = z.object({ server_types: z.array(typeSchema), meta: pageSchema.optional() });
const stockSchema = z.object({
  datacenters: z.array(
    z.object({
      location: z.object({ name: z.string() }),
      server_types: z.object({ available: z.array(z.number()) }),
    }),
  ),
});
const pricingSchema = z.object({ pricing: z.object({ currency: z.string() }) });

export interface CloudServerType {
  name: string;
  description: string;
  cores: number;
  memoryGb: number;
  diskGb: number;
  architecture: "x86" | "arm";
  cpuType: "shared" | "dedicated";
  deprecated: boolean;
  /** Net of tax: cents a month, millionths of the currency unit an hour. */
  prices: { location: string; monthlyCents: number; hourlyMicros: number; currency: string }[];
  /** Names of the locations where it can be ordered now. */
  availableIn: string[];
}

/** What can be ordered, with prices; kept for 60 s. Nothing about types is hard-coded: sizes and prices change. */
export const listCloudServerTypes = remembered(60_000, async (): Promise<CloudServerType[]> => {
  const [types, currency, inStock] = await Promise.all([allTypes(), currencyOfPrices(), stock()]);
  return types.map((type) => toServerType(type, currency, inStock));
});

async function allTypes(): Promise<z.infer<typeof typeSchema>[]> {
  const types: z.infer<typeof typeSchema>[] = [];
  let page: number | null | undefined = 1;
  while (page) {
    const query = { page, per_page: 50 };
    const answer: z.infer<typeof pagedSchema> = await hetzner("GET", "/server_types", {
      query,
      schema: pagedSchema,
    });
    types.push(...answer.server_types);
    page = answer.meta?.pagination.next_page;
  }
  return types;
}

/** The account's currency never changes, so it is asked for rarely. */
const currencyOfPrices = remembered(86_400_000, async () => {
  const { pricing } = await hetzner("GET", "/pricing", { schema: pricingSchema });
  return pricing.currency;
});

/** Location name → ids of the types that can be had there at this moment. */
type Stock = ReadonlyMap<string, ReadonlySet<number>>;

/** A location that says nothing is taken for well stocked: the order itself tells the truth (412). */
async function stock(): Promise<Stock> {
  const inStock = new Map<string, Set<number>>();
  const { datacenters } = await hetzner("GET", "/datacenters", {
    query: { per_page: 50 },
    schema: stockSchema,
  });
  for (const { location, server_types } of datacenters) {
    const types = inStock.get(location.name) ?? new Set();
    for (const id of server_types.available) types.add(id);
    inStock.set(location.name, types);
  }
  return inStock;
}

function toServerType(type: z.infer<typeof typeSchema>, currency: string, inStock: Stock): CloudServerType {
  const supported =
    type.locations ?? type.prices.map(({ location }) => ({ name: location, deprecation: null }));
  return {
    name: type.name,
    description: type.description,
    cores: type.cores,
    memoryGb: type.memory,
    diskGb: type.disk,
    architecture: type.architecture,
    cpuType: type.cpu_type,
    deprecated: Boolean(type.deprecated ?? type.deprecation),
    prices: type.prices.map(({ location, price_monthly, price_hourly }) => ({
      location,
      monthlyCents: Math.round(Number(price_monthly.net) * 100),
      hourlyMicros: Math.round(Number(price_hourly.net) * 1_000_000),
      currency,
    })),
    availableIn: supported
      .filter(({ name, deprecation }) => !isOver(deprecation) && (inStock.get(name)?.has(type.id) ?? true))
      .map(({ name }) => name),
  };
}

function isOver(deprecation: z.infer<typeof deprecationSchema>): boolean {
  return Boolean(deprecation && Date.parse(deprecation.unavailable_after) <= Date.now());
}
