import { useMutation } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { GithubMark, GoogleMark } from "./provider-marks";
import { startSignIn } from "./start-sign-in";

const providers = [
  { id: "github", name: "GitHub", Mark: GithubMark },
  { id: "google", name: "Google", Mark: GoogleMark },
] as const;

interface Props {
  callbackUrl: string;
  github: boolean;
  google: boolean;
}

/** Leads to the consent page of another service, which leads back to next-auth. */
export function ProviderButtons({ callbackUrl, ...offered }: Props) {
  const leave = useMutation({
    mutationFn: async (provider: "github" | "google") => {
      window.location.assign((await startSignIn(provider, { callbackUrl })).url);
    },
  });
  return (
    <>
      <div className="my-6 flex items-center gap-3 text-xs text-ink-faint">
        <span className="h-px flex-1 bg-line" />
        or
        <span className="h-px flex-1 bg-line" />
      </div>
      {leave.isError ? (
        <div className="mb-4">
          <Alert tone="bad" role="alert" title="That did not work">
            Please check your connection and try again.
          </Alert>
        </div>
      ) : null}
      <div className="space-y-3">
        {providers.map(({ id, name, Mark }) =>
          offered[id] ? (
            <Button
              key={id}
              size="lg"
              className="w-full"
              disabled={leave.isPending}
              busy={leave.isPending && leave.variables === id}
              onClick={() => leave.mutate(id)}
            >
              {leave.isPending && leave.variables === id ? null : <Mark />}
              Continue with {name}
            </Button>
          ) : null,
        )}
      </div>
    </>
  );
}
