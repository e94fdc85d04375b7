const base =
  "inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors select-none disabled:opacity-55 disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0";

const variants = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong shadow-sm",
  secondary: "bg-surface text-ink border border-line hover:bg-raised",
  ghost: "text-ink-soft hover:bg-raised hover:text-ink",
  danger: "bg-bad text-on-accent hover:opacity-90 shadow-sm",
};

const sizes = { sm: "h-8 px-3 text-sm", md: "h-10 px-4 text-sm", lg: "h-11 px-5", "icon-sm": "size-8" };

export interface ButtonLooks {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
}

/** A button's looks alone, without what the component brings. */
export function buttonClass({ variant = "secondary", size = "md" }: ButtonLooks): string {
  return `${base} ${variants[variant]} ${sizes[size]}`;
}
