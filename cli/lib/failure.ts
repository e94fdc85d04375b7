import type { CommandError } from "@/cli/contract/envelope";

/** What a command throws: it becomes the error of the envelope and the exit code. */
export class Failure extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exit: "failed" | "usage" | "tryLater";

  constructor(
    code: string,
    message: string,
    more: { hint?: string; exit?: "failed" | "usage" | "tryLater"; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.hint = more.hint;
    this.exit = more.exit ?? "failed";
  }

  toError(): CommandError {
    return { code: this.code, message: this.message, ...(this.hint ? { hint: this.hint } : {}) };
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node system error, else null. */
export function systemCode(error: unknown): string | null {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return null;
}

/** Whatever was thrown, as what a command says. A disk that filled up is told apart: the remedy is another. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (systemCode(error) === "ENOSPC") return diskFull(messageOf(error), error);
  return new Failure("internal", messageOf(error), { cause: error });
}

export function diskFull(said: string, cause?: unknown): Failure {
  return new Failure("disk_full", `The disk of the server is full: ${said}`, {
    hint: "Make room, or choose a larger server type, and try again.",
    cause,
  });
}
