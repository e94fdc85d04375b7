import { paths } from "@/lib/paths";

const year = 31_536_000;

/** Acts for this team from now on. The cookie is a preference: membership is checked at every request. */
export function chooseTeam(teamId: string, then: string = paths.servers): void {
  // biome-ignore lint/suspicious/noDocumentCookie: a preference that the server reads; the Cookie Store API is not everywhere yet
  document.cookie = `nself-team=${teamId}; path=/; max-age=${year}; samesite=lax`;
  // A whole page load: everything that is cached is the other team's.
  window.location.assign(then);
}

/** Acts for the person's first team again. */
export function forgetTeam(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = "nself-team=; path=/; max-age=0; samesite=lax";
}
