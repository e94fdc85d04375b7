import type { JobKind } from "@/prisma/client/enums";
import { deletingServer } from "./deprovision/deleting-server";
import { releasingAccess } from "./deprovision/releasing-access";
import { removingDns } from "./deprovision/removing-dns";
import type { ProvisionStepKey } from "./job-schemas";
import { type DeprovisionStepKey, deprovisionSteps, perPluginSeconds, provisionSteps } from "./job-states";
import { bootstrapping } from "./provision/bootstrapping";
import { configuringSsl } from "./provision/configuring-ssl";
import { creatingDns } from "./provision/creating-dns";
import { creatingServer } from "./provision/creating-server";
import { healthCheck } from "./provision/health-check";
import { installingPlugins } from "./provision/installing-plugins";
import { sendingWelcome } from "./provision/sending-welcome";
import { waitingForServer } from "./provision/waiting-for-server";
import type { PerformStep } from "./step";

const provision: Record<ProvisionStepKey, PerformStep> = {
  creating_server: creatingServer,
  waiting_for_server: waitingForServer,
  bootstrapping,
  creating_dns: creatingDns,
  configuring_ssl: configuringSsl,
  installing_plugins: installingPlugins,
  health_check: healthCheck,
  sending_welcome: sendingWelcome,
};

const deprovision: Record<DeprovisionStepKey, PerformStep> = {
  removing_dns: removingDns,
  deleting_server: deletingServer,
  releasing_access: releasingAccess,
};

interface StepDefinition {
  title: string;
  expectedSeconds(plugins: number): number;
  deadlineSeconds(plugins: number): number;
  perform: PerformStep;
}

/** What a step of a kind of job is called, how long it takes, and what it does. */
export function stepDefinition(kind: JobKind, key: string): StepDefinition {
  const [bodies, times] =
    kind === "provision" ? [provision, provisionSteps] : [deprovision, deprovisionSteps];
  const perform = (bodies as Record<string, PerformStep>)[key];
  const time = (times as Record<string, { title: string; expectedSeconds: number; deadlineSeconds: number }>)[
    key
  ];
  if (!perform || !time) throw new Error(`a ${kind} job has no step ${key}`);
  const extra = (plugins: number) => (key === "installing_plugins" ? plugins * perPluginSeconds : 0);
  return {
    title: time.title,
    expectedSeconds: (plugins) => time.expectedSeconds + extra(plugins),
    deadlineSeconds: (plugins) => time.deadlineSeconds + 6 * extra(plugins),
    perform,
  };
}
