import { type Role, roleDescriptions, roles } from "@/lib/access/permissions";

interface Props {
  label: string;
  value: Role;
  onChange(role: Role): void;
  disabled?: boolean;
  /** Only an owner makes owners. */
  mayOwner: boolean;
}

export function RoleSelect({ label, value, onChange, disabled, mayOwner }: Props) {
  return (
    <select
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value as Role)}
      className="h-10 rounded-lg border border-line-strong bg-surface px-3 text-sm capitalize disabled:opacity-60"
    >
      {roles.map((role) => (
        <option
          key={role}
          value={role}
          disabled={role === "owner" && !mayOwner}
          title={roleDescriptions[role]}
        >
          {role}
        </option>
      ))}
    </select>
  );
}
