import { AppError } from "@/lib/errors";
import { codeOf } from "./acme-errors";
import { problemOf } from "./acme-problem";

/** The order is over without a certificate: forget its URL and start another. The code tells whether that makes sense. */
export class DeadOrderError extends AppError {}

/** From what the CA wrote into the order or an authorization (a problem document), if anything. */
export function deadOrder(orderUrl: string, error: unknown): DeadOrderError {
  const problem = problemOf(error);
  const code = problem ? codeOf(problem.type, 0, problem.subtypes) : "certificate_failed";
  return new DeadOrderError(code, {
    internal: `acme order ${orderUrl}: ${problem ? `${problem.type}: ${problem.detail}` : "it is no longer valid"}`,
  });
}
