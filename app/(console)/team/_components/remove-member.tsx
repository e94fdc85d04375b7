import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { TeamView } from "@/lib/team/team-schemas";

interface Props {
  member: TeamView["members"][number];
  /** The member is the person at the screen. */
  self: boolean;
  busy: boolean;
  onRemove(): void;
  onClose(): void;
}

export function RemoveMember({ member, self, busy, onRemove, onClose }: Props) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={self ? "Leave this team?" : `Remove ${member.email}?`}
      description="Access to all its servers ends at once."
    >
      <DialogActions>
        <Button onClick={onClose}>Back</Button>
        <Button variant="danger" busy={busy} onClick={onRemove}>
          {self ? "Leave" : "Remove"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
