import { ServerOff } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { paths } from "@/lib/paths";

export default function ServerNotFound() {
  return (
    <EmptyState
      icon={<ServerOff />}
      title="There is no such server"
      action={
        <Button asChild>
          <Link href={paths.servers}>To the servers</Link>
        </Button>
      }
    >
      It may belong to another team: choose it in the switcher. Or the address is not complete.
    </EmptyState>
  );
}
