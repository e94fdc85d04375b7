import { Body, Container, Head, Heading, Hr, Html, Preview, Text } from "@react-email/components";
import type { ReactNode } from "react";

/** Mail programs that know dark mode swap these; the others show the light inline styles. */
const darkStyles = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #0b0d12 !important; }
    .card { background-color: #151922 !important; border-color: #2a3140 !important; }
    .text { color: #e6e9ef !important; }
    .quiet { color: #9aa4b5 !important; }
    .boxed { background-color: #1d2330 !important; color: #e6e9ef !important; }
    .link { color: #8ab4ff !important; }
  }
`;

const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** The one layout of all our mails: no images, no foreign origins, nothing to track. */
export function MailFrame({
  preview,
  title,
  reason,
  children,
}: {
  preview: string;
  title: string;
  /** Why the reader gets this mail. */
  reason: string;
  children: ReactNode;
}) {
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyles}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body
        className="page"
        style={{ backgroundColor: "#f4f5f7", fontFamily: font, margin: 0, padding: "24px 12px" }}
      >
        <Container
          className="card"
          style={{
            backgroundColor: "#ffffff",
            border: "1px solid #e2e5ea",
            borderRadius: "12px",
            maxWidth: "560px",
            padding: "32px",
          }}
        >
          <Text
            className="quiet"
            style={{ color: "#5b6474", fontSize: "14px", fontWeight: 600, margin: "0 0 16px" }}
          >
            ɳSelf Cloud
          </Text>
          <Heading
            as="h1"
            className="text"
            style={{ color: "#11151c", fontSize: "22px", margin: "0 0 16px" }}
          >
            {title}
          </Heading>
          {children}
          <Hr style={{ borderColor: "#e2e5ea", margin: "28px 0 16px" }} />
          <Text
            className="quiet"
            style={{ color: "#5b6474", fontSize: "12px", lineHeight: "18px", margin: 0 }}
          >
            {reason}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}
