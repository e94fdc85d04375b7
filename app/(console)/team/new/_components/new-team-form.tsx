"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRef, useState } from "react";
import { chooseTeam } from "@/app/(console)/_components/choose-team";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { callApi, problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";

/** Makes a further team and goes on as that team. One form makes one team, however often it is sent. */
export function NewTeamForm() {
  const [name, setName] = useState("");
  const [blank, setBlank] = useState(false);
  const key = useRef({ id: "", of: "" });
  const create = useMutation({
    mutationFn: (wanted: string) => {
      // The same name sent again is the same team; a changed one is another.
      if (key.current.of !== wanted) key.current = { id: crypto.randomUUID(), of: wanted };
      return callApi("POST /api/v1/teams", {
        body: { name: wanted },
        idempotencyKey: key.current.id,
      });
    },
    onSuccess: ({ id }) => chooseTeam(id),
  });
  const problem = create.error ? problemOf(create.error) : null;
  const refused = problem?.fields?.name;
  // Leaving for the new team's servers takes a moment; the form stays busy until then.
  const busy = create.isPending || create.isSuccess;
  return (
    <Card className="max-w-2xl p-5">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = name.trim();
          setBlank(wanted === "");
          if (wanted !== "" && !busy) create.mutate(wanted);
        }}
      >
        {problem && !refused ? (
          <div className="mb-4">
            <ProblemAlert problem={problem} />
          </div>
        ) : null}
        <Field
          label="Team name"
          name="name"
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setBlank(false);
            if (create.isError) create.reset();
          }}
          maxLength={60}
          autoComplete="off"
          placeholder="Acme"
          hint="What its members see: a company, a client, a project."
          error={blank ? "Give the team a name." : refused}
        />
        <div className="mt-2 flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={busy}>
            Make the team
          </Button>
          <Button asChild variant="ghost">
            <Link href={paths.team}>Back</Link>
          </Button>
        </div>
      </form>
    </Card>
  );
}
