import { type RestoreRequest, restoreRequestSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";

export function readRestoreRequest(input: string): RestoreRequest {
  try {
    return restoreRequestSchema.parse(JSON.parse(input));
  } catch (error) {
    throw new Failure("invalid_input", "The restore request is malformed", { exit: "usage", cause: error });
  }
}
