import { actionView } from "./actions";
import { HetznerError, invalidInput, notFound } from "./errors";
import type { Hetzner } from "./hetzner";
import { listAnswer } from "./paginate";

/** `GET /actions?id=1&id=2`: without ids Hetzner refuses since 30 January 2025. Unknown ids are left out. */
export function listActionsById({ project }: Hetzner, query: URLSearchParams): Response {
  const ids = query.getAll("id").flatMap((value) => value.split(","));
  if (ids.length === 0) {
    throw new HetznerError("deprecated_api_endpoint", "listing actions without ids is no longer supported");
  }
  if (ids.some((id) => !/^\d+$/.test(id))) {
    throw invalidInput([{ name: "id", messages: ["must be a number"] }]);
  }
  return Response.json({
    actions: [...new Set(ids)].flatMap((id) => {
      const action = project.actions.get(id);
      return action ? [actionView(action)] : [];
    }),
  });
}

export function getAction({ project }: Hetzner, id: string): Response {
  const action = project.actions.get(id);
  if (!action) throw notFound("action", id);
  return Response.json({ action: actionView(action) });
}

/** `GET /<kind>s/{id}/actions[/{actionId}]`: what happened to one resource. */
export function listActionsOf(
  { project }: Hetzner,
  type: string,
  id: string,
  query: URLSearchParams,
): Response {
  const statuses = query.getAll("status");
  const actions = project.actions
    .all()
    .filter((action) => action.resources.some((resource) => resource.type === type && resource.id === id))
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
    .map(actionView);
  return listAnswer("actions", actions, query);
}
