/** What can be asked for. API tokens carry a list of these as scopes; roles imply them. */
export const permissions = [
  "server:read",
  "server:create",
  "server:operate",
  "server:restore",
  "server:delete",
  "team:read",
  "team:manage",
  "token:manage",
  "activity:read",
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ["owner", "admin", "developer", "viewer"] as const;
export type Role = (typeof roles)[number];

const viewer: Permission[] = ["server:read", "team:read", "activity:read"];
const developer: Permission[] = [...viewer, "server:create", "server:operate"];
const admin: Permission[] = [...developer, "server:restore", "server:delete", "team:manage", "token:manage"];

/** Owners may do what admins may; that only an owner changes owners is a rule of the membership use cases. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: admin,
  admin,
  developer,
  viewer,
};

/** Of our staff in a customer's team: nothing that deletes, makes tokens or changes who belongs to it. */
export const operatorPermissions: readonly Permission[] = [
  "server:read",
  "server:operate",
  "server:restore",
  "team:read",
  "activity:read",
];

export const roleDescriptions: Record<Role, string> = {
  owner: "Everything, and may change owners",
  admin: "Everything on servers and the team",
  developer: "Orders and operates servers",
  viewer: "Sees everything, changes nothing",
};
