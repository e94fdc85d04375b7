import { locations } from "./locations";
import { type ServerType, serverTypes } from "./server-types";

const vatPercent = 19;
const hoursPerMonth = 624;
const tebibyte = 1024 ** 4;

/** Euros as the API prints them: strings, gross with German VAT. */
function price(net: number, digits = 4) {
  return { net: net.toFixed(digits), gross: ((net * (100 + vatPercent)) / 100).toFixed(digits) };
}

/** Outside of Europe Hetzner asks more and includes less traffic. */
function isEurope(location: string): boolean {
  return ["fsn1", "nbg1", "hel1"].includes(location);
}

export function pricesOf(type: ServerType) {
  return type.locations.map((location) => {
    const monthly = type.monthlyEuros * (isEurope(location) ? 1 : 1.2);
    return {
      location,
      price_monthly: price(monthly),
      price_hourly: price(monthly / hoursPerMonth),
      price_per_tb_traffic: price(location === "sin" ? 7.4 : 1),
      included_traffic: includedTrafficBytes(location),
    };
  });
}

export function includedTrafficBytes(location: string): number {
  return (isEurope(location) ? 20 : 1) * tebibyte;
}

/** Body of `GET /pricing`. */
export function pricing() {
  const everywhere = locations.map(({ view }) => view.name);
  return {
    currency: "EUR",
    vat_rate: vatPercent.toFixed(6),
    image: { price_per_gb_month: price(0.011) },
    volume: { price_per_gb_month: price(0.044) },
    server_backup: { percentage: "20.0000000000" },
    floating_ip: { price_monthly: price(3) },
    floating_ips: (["ipv4", "ipv6"] as const).map((type) => ({
      type,
      prices: everywhere.map((location) => ({ location, price_monthly: price(type === "ipv4" ? 3 : 1) })),
    })),
    primary_ips: (["ipv4", "ipv6"] as const).map((type) => ({
      type,
      prices: everywhere.map((location) => ({
        location,
        price_monthly: price(type === "ipv4" ? 0.5 : 0),
        price_hourly: price(type === "ipv4" ? 0.5 / hoursPerMonth : 0),
      })),
    })),
    load_balancer_types: [],
    server_types: serverTypes.map((type) => ({ id: type.id, name: type.name, prices: pricesOf(type) })),
  };
}
