import { paths } from "@/lib/paths";

const year = 31_536_000;

/** Acts for this team from now on. The cookie is a preference: membership is checked at every request. */
export function chooseTeam(teamId: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: a preference that the server reads; the Cookie Store API is not everywhere yet
  document.cookie = `nself-team=${teamId}; path=/; max-age=${year}; samesite=lax`;
  // A whole page load: everything that is cached is the other team's.
  window.location.assign(paths.servers);
}
