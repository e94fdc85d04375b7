"use client";

import { useMutation } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { ProviderButtons } from "./provider-buttons";
import { startSignIn } from "./start-sign-in";

interface Props {
  callbackUrl: string;
  github: boolean;
  google: boolean;
}

export function SignInForm({ callbackUrl, github, google }: Props) {
  const [email, setEmail] = useState("");
  const send = useMutation({
    mutationFn: async () => {
      const { url } = await startSignIn("email", { email, callbackUrl });
      if (new URL(url, window.location.origin).searchParams.has("error")) throw new Error("not sent");
    },
  });
  if (send.isSuccess) {
    return (
      <div role="status" className="text-center">
        <MailCheck className="mx-auto size-10 text-accent" aria-hidden />
        <h2 className="mt-3 font-semibold">Check your inbox</h2>
        <p className="mt-1 text-sm text-ink-soft">
          If <span className="font-medium text-ink">{email}</span> can sign in, a link is on its way. It works
          once, for 10 minutes.
        </p>
        <Button variant="ghost" size="sm" className="mt-5" onClick={() => send.reset()}>
          Use another address
        </Button>
      </div>
    );
  }
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        {send.isError ? (
          <div className="mb-4">
            <Alert tone="bad" role="alert" title="The link could not be sent">
              Please wait a minute and try again. Too many tries in a row are held back.
            </Alert>
          </div>
        ) : null}
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" variant="primary" size="lg" className="w-full" busy={send.isPending}>
          Send me a link
        </Button>
      </form>
      {github || google ? (
        <ProviderButtons callbackUrl={callbackUrl} github={github} google={google} />
      ) : null}
    </>
  );
}
