import { LoaderCircle } from "lucide-react";
import { type ButtonHTMLAttributes, cloneElement, type ReactElement } from "react";
import { cn } from "@/lib/class-names";
import { type ButtonLooks, buttonClass } from "./button-class";

type Looks = ButtonLooks & { className?: string };

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
      className: cn(buttonClass({ variant, size }), className, children.props.className),
    });
  }
  const { className, variant, size, busy, children, disabled, asChild: _, type = "button", ...rest } = props;
  return (
    <button
      type={type}
      className={cn(buttonClass({ variant, size }), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}
