import { renderCompose } from "./render-compose";
import { renderComputedEnv, renderProjectEnv, type StackSecrets } from "./render-env";
import { renderNginx } from "./render-nginx";
import { renderPrometheus, renderTempo } from "./render-prometheus";
import type { StackDescription } from "./stack-description";

export interface ProjectFile {
  /** Relative to the project folder /opt/nself. */
  path: string;
  content: string;
  mode: number;
}

/** Every generated file of a project; `.env.secrets` is not among them, it is written once. */
export function renderProject(stack: StackDescription, secrets: StackSecrets): ProjectFile[] {
  const file = (path: string, content: string, mode = 0o644): ProjectFile => ({ path, content, mode });
  return [
    file("docker-compose.yml", renderCompose(stack), 0o600),
    file(".env", renderProjectEnv(stack)),
    file(".env.computed", renderComputedEnv(stack, secrets), 0o600),
    ...[...renderNginx(stack)].map(([path, content]) => file(`nginx/${path}`, content)),
    ...(stack.services.monitoring
      ? [
          file("monitoring/prometheus.yml", renderPrometheus(stack)),
          file("monitoring/tempo.yml", renderTempo()),
        ]
      : []),
  ];
}
