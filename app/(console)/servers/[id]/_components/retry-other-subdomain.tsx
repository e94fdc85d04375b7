"use client";

import { useState } from "react";
import { SubdomainField } from "@/components/server/subdomain-field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { RetryJob } from "@/lib/job/job-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { subdomainProblem } from "@/lib/server/subdomain-rules";

interface Props {
  open: boolean;
  onClose(): void;
  server: ServerDetail;
  busy: boolean;
  onRetry(correction: RetryJob): void;
  error: string | null;
}

export function RetryOtherSubdomain({ open, onClose, server, busy, onRetry, error }: Props) {
  const [subdomain, setSubdomain] = useState("");
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Choose another subdomain"
      description={`${server.domain} is in use by something that is not this server. The finished steps are kept.`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onRetry({ subdomain });
        }}
      >
        <SubdomainField
          value={subdomain}
          onChange={setSubdomain}
          error={error}
          domainSuffix={server.domain.slice(server.subdomain.length)}
        />
        <DialogActions>
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={subdomainProblem(subdomain) !== null}>
            Retry with this name
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
