/** The system images one can install. A machine of the sandbox is the same whatever it was asked for. */
export const systemImages = [
  image(161547269, "ubuntu-24.04", "Ubuntu 24.04", "ubuntu", "24.04", "x86"),
  image(161547270, "ubuntu-24.04", "Ubuntu 24.04", "ubuntu", "24.04", "arm"),
  image(67794396, "ubuntu-22.04", "Ubuntu 22.04", "ubuntu", "22.04", "x86"),
  image(103908130, "ubuntu-22.04", "Ubuntu 22.04", "ubuntu", "22.04", "arm"),
  image(310557660, "debian-13", "Debian 13", "debian", "13", "x86"),
  image(310557661, "debian-13", "Debian 13", "debian", "13", "arm"),
  image(114690387, "debian-12", "Debian 12", "debian", "12", "x86"),
  image(114690389, "debian-12", "Debian 12", "debian", "12", "arm"),
];

function image(
  id: number,
  name: string,
  description: string,
  os_flavor: "ubuntu" | "debian",
  os_version: string,
  architecture: "x86" | "arm",
) {
  return {
    id,
    type: "system" as const,
    status: "available" as const,
    name,
    description,
    image_size: null,
    disk_size: 5,
    created: "2024-04-25T13:26:27Z",
    created_from: null,
    bound_to: null,
    os_flavor,
    os_version,
    rapid_deploy: true,
    protection: { delete: false },
    deprecated: null,
    deleted: null,
    labels: {},
    architecture,
  };
}
