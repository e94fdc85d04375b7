import type { Metadata } from "next";
import Link from "next/link";
import { apiDocument } from "@/app/api/v1/_routes/api-document";
import { Logo } from "@/components/ui/logo";
import { env } from "@/lib/env";
import { paths } from "@/lib/paths";
import { Operation } from "./_components/operation";
import { readOperations } from "./_components/read-operations";

export const metadata: Metadata = { title: "API" };
export const dynamic = "force-dynamic";

/** The OpenAPI document, readable: made from the same definitions as the handlers. */
export default function ApiDocsPage() {
  const { APP_URL } = env();
  const groups = readOperations(apiDocument());
  return (
    <main className="mx-auto max-w-4xl px-4 py-10">
      <Link href={paths.servers} className="mb-8 inline-block rounded-md">
        <Logo />
      </Link>
      <h1 className="text-2xl font-semibold">API</h1>
      <p className="mt-2 text-ink-soft">
        Everything the console does, a program can do. Make a token under{" "}
        <Link href={paths.tokens} className="underline">
          Team → API tokens
        </Link>{" "}
        and send it as <code className="font-mono text-sm">Authorization: Bearer …</code>. Errors are problem
        details (RFC 9457) with a <code className="font-mono text-sm">code</code>, a{" "}
        <code className="font-mono text-sm">hint</code> and per-field messages. The document:{" "}
        <a href={paths.openApi} className="underline">
          {paths.openApi}
        </a>
        .
      </p>
      <nav aria-label="Groups" className="mt-6 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {groups.map(({ tag }) => (
          <a key={tag} href={`#${tag.replaceAll(" ", "-")}`} className="text-accent hover:underline">
            {tag}
          </a>
        ))}
      </nav>
      {groups.map(({ tag, operations }) => (
        <section key={tag} className="mt-10" id={tag.replaceAll(" ", "-")}>
          <h2 className="mb-3 text-lg font-semibold">{tag}</h2>
          <div className="divide-y divide-line rounded-xl border border-line bg-surface">
            {operations.map((operation) => (
              <Operation
                key={`${operation.method} ${operation.path}`}
                operation={operation}
                origin={APP_URL}
              />
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}
