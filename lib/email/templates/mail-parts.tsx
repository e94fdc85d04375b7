import { Button, Link, Text } from "@react-email/components";
import type { ReactNode } from "react";

export function Paragraph({ children }: { children: ReactNode }) {
  return (
    <Text
      className="text"
      style={{ color: "#2b323e", fontSize: "15px", lineHeight: "24px", margin: "0 0 16px" }}
    >
      {children}
    </Text>
  );
}

/** What stands out: an error's words, a receipt's line. */
export function Boxed({ children }: { children: ReactNode }) {
  return (
    <Text
      className="boxed"
      style={{
        backgroundColor: "#f0f2f5",
        borderRadius: "8px",
        color: "#2b323e",
        fontSize: "14px",
        lineHeight: "22px",
        margin: "0 0 12px",
        overflowWrap: "anywhere",
        padding: "12px 16px",
      }}
    >
      {children}
    </Text>
  );
}

/** The one thing to press. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button
      href={href}
      style={{
        backgroundColor: "#1f5eff",
        borderRadius: "8px",
        color: "#ffffff",
        display: "inline-block",
        fontSize: "15px",
        fontWeight: 600,
        margin: "8px 0 20px",
        padding: "12px 22px",
        textDecoration: "none",
      }}
    >
      {children}
    </Button>
  );
}

export function Anchor({ href, children }: { href: string; children?: ReactNode }) {
  return (
    <Link className="link" href={href} style={{ color: "#1f5eff", overflowWrap: "anywhere" }}>
      {children ?? href}
    </Link>
  );
}
