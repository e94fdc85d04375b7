"use client";

import { useState } from "react";
import { LocationPicker } from "@/components/server/location-picker";
import { ServerTypePicker } from "@/components/server/server-type-picker";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { RetryJob } from "@/lib/job/job-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";

interface Props {
  open: boolean;
  onClose(): void;
  server: ServerDetail;
  busy: boolean;
  onRetry(correction: RetryJob): void;
}

export function RetryElsewhere({ open, onClose, server, busy, onRetry }: Props) {
  const [location, setLocation] = useState(server.location);
  const [serverType, setServerType] = useState(server.serverType);
  const same = location === server.location && serverType === server.serverType;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Try another location or type"
      description={`There was no room for ${server.serverType} in ${server.location}. What is shown here is what the provider says now.`}
    >
      <div className="space-y-6">
        <LocationPicker value={location} onChange={setLocation} serverType={serverType} />
        <ServerTypePicker value={serverType} onChange={setServerType} location={location} />
      </div>
      <DialogActions>
        <Button onClick={onClose}>Back</Button>
        <Button
          variant="primary"
          busy={busy}
          disabled={same}
          onClick={() => onRetry({ location, serverType })}
        >
          Retry there
        </Button>
      </DialogActions>
    </Dialog>
  );
}
