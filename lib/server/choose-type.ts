import { listCloudLocations } from "@/lib/cloud/list-cloud-locations";
import { listCloudServerTypes } from "@/lib/cloud/list-cloud-server-types";
import { AppError } from "@/lib/errors";
import { monthlyPriceCents } from "./price";

/** Checks location and type against what the provider sells, and answers the monthly price of the two together. */
export async function chooseType(
  location: string,
  serverType: string,
): Promise<{ monthlyCents: number; currency: string }> {
  const [locations, types] = await Promise.all([listCloudLocations(), listCloudServerTypes()]);
  if (!locations.some((one) => one.name === location)) {
    throw unknown(
      "location",
      `There is no location ${location}.`,
      locations.map((one) => one.name),
    );
  }
  const type = types.find((one) => one.name === serverType);
  if (!type || type.deprecated) {
    throw unknown(
      "serverType",
      `There is no server type ${serverType} to order.`,
      types.filter((one) => !one.deprecated).map((one) => one.name),
    );
  }
  const price = type.prices.find((one) => one.location === location);
  if (!price) {
    throw unknown(
      "serverType",
      `${serverType} is not sold in ${location}.`,
      type.prices.map((one) => one.location),
    );
  }
  return { monthlyCents: monthlyPriceCents(price.monthlyCents), currency: price.currency };
}

function unknown(field: string, message: string, choices: string[]): AppError {
  return new AppError("invalid_request", {
    public: message,
    hint: `Choose one of ${choices.join(", ")}.`,
    fields: { [field]: message },
  });
}
