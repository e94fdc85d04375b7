import Link from "next/link";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center px-4 text-center">
      <h1 className="text-2xl font-semibold">This page does not exist</h1>
      <p className="mt-2 mb-6 text-ink-soft">The address may be mistyped, or what was here is gone.</p>
      <Button asChild variant="primary">
        <Link href="/">To your servers</Link>
      </Button>
    </main>
  );
}
