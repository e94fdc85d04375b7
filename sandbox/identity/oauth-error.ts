/** An error as RFC 6749 names it (4.1.2.1 and 5.2). Who answers it decides in which envelope. */
export class OAuthError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
