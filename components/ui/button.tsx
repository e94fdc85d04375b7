import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { type ButtonHTMLAttributes, cloneElement, type ReactElement } from "react";
import { cn } from "@/lib/class-names";

const styles = cva(
  "inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors select-none disabled:opacity-55 disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent hover:bg-accent-strong shadow-sm",
        secondary: "bg-surface text-ink border border-line hover:bg-raised",
        ghost: "text-ink-soft hover:bg-raised hover:text-ink",
        danger: "bg-bad text-on-accent hover:opacity-90 shadow-sm",
      },
      size: { sm: "h-8 px-3 text-sm", md: "h-10 px-4 text-sm", lg: "h-11 px-5", icon: "size-9" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type Looks = VariantProps<typeof styles> & { className?: string };

type ButtonProps = Looks &
  (
    | ({ asChild?: false; busy?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>)
    /** Renders its one child (a link) with the button's looks. */
    | { asChild: true; children: ReactElement<{ className?: string }> }
  );

export function Button(props: ButtonProps) {
  if (props.asChild) {
    const { className, variant, size, children } = props;
    return cloneElement(children, {
      className: cn(styles({ variant, size }), className, children.props.className),
    });
  }
  const { className, variant, size, busy, children, disabled, asChild: _, type = "button", ...rest } = props;
  return (
    <button
      type={type}
      className={cn(styles({ variant, size }), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}
