/** Hetzner's locations (GET /locations). The data center names are those of the API until its data centers go away. */
export const locations = [
  place(1, "fsn1", "Falkenstein DC Park 1", "DE", "Falkenstein", 50.47612, 12.370071, "eu-central", [
    4,
    "dc14",
  ]),
  place(2, "nbg1", "Nuremberg DC Park 1", "DE", "Nuremberg", 49.452102, 11.076665, "eu-central", [2, "dc3"]),
  place(3, "hel1", "Helsinki DC Park 1", "FI", "Helsinki", 60.169855, 24.938379, "eu-central", [3, "dc2"]),
  place(4, "ash", "Ashburn, VA", "US", "Ashburn, VA", 39.045821, -77.487073, "us-east", [5, "dc1"]),
  place(5, "hil", "Hillsboro, OR", "US", "Hillsboro, OR", 45.54222, -122.951924, "us-west", [6, "dc1"]),
  place(6, "sin", "Singapore", "SG", "Singapore", 1.283333, 103.833333, "ap-southeast", [7, "dc1"]),
] as const;

export type Location = (typeof locations)[number];

function place(
  id: number,
  name: string,
  description: string,
  country: string,
  city: string,
  latitude: number,
  longitude: number,
  zone: string,
  [dataCenterId, suffix]: [number, string],
) {
  return {
    view: { id, name, description, country, city, latitude, longitude, network_zone: zone },
    dataCenter: { id: dataCenterId, name: `${name}-${suffix}`, description: `${description} virtual DC` },
  };
}

/** By name or id. */
export function findLocation(nameOrId: string): Location | undefined {
  return locations.find(({ view }) => view.name === nameOrId || String(view.id) === nameOrId);
}

export function locationNamed(name: string): Location {
  const location = findLocation(name);
  if (!location) throw new Error(`BUG: no location ${name}`);
  return location;
}
