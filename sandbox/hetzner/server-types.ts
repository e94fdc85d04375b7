import { locations } from "./locations";

export interface ServerType {
  id: number;
  name: string;
  cores: number;
  memoryGb: number;
  diskGb: number;
  architecture: "x86" | "arm";
  cpuType: "shared" | "dedicated";
  /** Net euros a month in the European locations. */
  monthlyEuros: number;
  /** Names of the locations where it can be ordered. */
  locations: string[];
  deprecation: { announced: string; unavailable_after: string } | null;
}

const europe = ["fsn1", "nbg1", "hel1"];
const everywhere = locations.map(({ view }) => view.name as string);
const germany = ["fsn1", "nbg1"];
const oldSeries = { announced: "2025-10-16T06:00:00Z", unavailable_after: "2026-01-01T00:00:00Z" };

type Row = [id: number, name: string, cores: number, memoryGb: number, diskGb: number, monthlyEuros: number];

/**
 * The types on sale in November 2026 and the series they replaced. Prices follow what third parties list
 * (reference/providers.md): good for a sandbox, never for a bill.
 */
const rows: { types: Row[]; at: string[]; deprecation?: ServerType["deprecation"] }[] = [
  {
    types: [
      [114, "cx23", 2, 4, 40, 3.99],
      [115, "cx33", 4, 8, 80, 6.49],
      [116, "cx43", 8, 16, 160, 11.99],
      [117, "cx53", 16, 32, 320, 22.49],
    ],
    at: europe,
  },
  {
    types: [
      [104, "cx22", 2, 4, 40, 3.79],
      [105, "cx32", 4, 8, 80, 6.8],
      [106, "cx42", 8, 16, 160, 16.4],
      [107, "cx52", 16, 32, 320, 32.4],
    ],
    at: europe,
    deprecation: oldSeries,
  },
  {
    types: [
      [45, "cax11", 2, 4, 40, 4.49],
      [93, "cax21", 4, 8, 80, 7.99],
      [94, "cax31", 8, 16, 160, 15.99],
      [95, "cax41", 16, 32, 320, 31.49],
    ],
    at: europe,
  },
  {
    types: [
      [108, "cpx12", 1, 2, 40, 5.99],
      [109, "cpx22", 2, 4, 80, 7.99],
      [110, "cpx32", 4, 8, 160, 13.99],
      [111, "cpx42", 8, 16, 320, 25.49],
      [112, "cpx52", 12, 24, 480, 36.49],
      [113, "cpx62", 16, 32, 640, 50.99],
    ],
    at: everywhere,
  },
  {
    types: [
      [96, "ccx13", 2, 8, 80, 15.99],
      [97, "ccx23", 4, 16, 160, 31.49],
      [98, "ccx33", 8, 32, 240, 62.49],
      [99, "ccx43", 16, 64, 360, 124.99],
      [100, "ccx53", 32, 128, 600, 249.99],
      [101, "ccx63", 48, 192, 960, 374.49],
    ],
    at: [...germany, "hel1", "ash", "hil", "sin"],
  },
];

export const serverTypes: ServerType[] = rows.flatMap(({ types, at, deprecation = null }) =>
  types.map(([id, name, cores, memoryGb, diskGb, monthlyEuros]) => ({
    id,
    name,
    cores,
    memoryGb,
    diskGb,
    monthlyEuros,
    architecture: name.startsWith("cax") ? "arm" : "x86",
    cpuType: name.startsWith("ccx") ? "dedicated" : "shared",
    locations: at,
    deprecation,
  })),
);

/** By name or id. */
export function findServerType(nameOrId: string): ServerType | undefined {
  return serverTypes.find(({ id, name }) => name === nameOrId || String(id) === nameOrId);
}

export function serverTypeNamed(name: string): ServerType {
  const type = findServerType(name);
  if (!type) throw new Error(`BUG: no server type ${name}`);
  return type;
}

/** Whether a new server of this type can be ordered at all. */
export function isOnSale(type: ServerType, now = Date.now()): boolean {
  return !type.deprecation || Date.parse(type.deprecation.unavailable_after) > now;
}
