"use client";

import { useMutation } from "@tanstack/react-query";
import { chooseTeam } from "@/app/(console)/_components/choose-team";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { callApi, problemOf } from "@/lib/api-client";

export function AcceptInvitation({ token }: { token: string }) {
  const accept = useMutation({
    mutationFn: () => callApi("POST /api/v1/invitations/{token}/accept", { params: { token } }),
    onSuccess: ({ teamId }) => chooseTeam(teamId),
  });
  return (
    <>
      {accept.isError ? (
        <div className="mb-4">
          <ProblemAlert problem={problemOf(accept.error)} />
        </div>
      ) : null}
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        busy={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate()}
      >
        Accept the invitation
      </Button>
    </>
  );
}
