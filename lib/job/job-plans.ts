import { perPluginSeconds } from "@/lib/plugin/plugin-rules";
import type { JobKind } from "@/prisma/client/enums";
import { readingBack } from "./backup/reading-back";
import { takingBackup } from "./backup/taking-backup";
import { deletingServer } from "./deprovision/deleting-server";
import { keepingBackup } from "./deprovision/keeping-backup";
import { releasingAccess } from "./deprovision/releasing-access";
import { removingDns } from "./deprovision/removing-dns";
import { creatingInstance } from "./drill/creating-instance";
import { probingInstance } from "./drill/probing-instance";
import { reporting } from "./drill/reporting";
import { restoringInstance } from "./drill/restoring-instance";
import { tearingDown } from "./drill/tearing-down";
import type { ProvisionStepKey } from "./job-schemas";
import { bootstrapping } from "./provision/bootstrapping";
import { configuringSsl } from "./provision/configuring-ssl";
import { creatingDns } from "./provision/creating-dns";
import { creatingServer } from "./provision/creating-server";
import { healthCheck } from "./provision/health-check";
import { installingPlugins } from "./provision/installing-plugins";
import { sendingWelcome } from "./provision/sending-welcome";
import { waitingForServer } from "./provision/waiting-for-server";
import { renewingCertificate } from "./renew-certificate/renewing-certificate";
import { forensicBackup } from "./restore/forensic-backup";
import { maintenanceOff, maintenanceOn } from "./restore/maintenance";
import { migrating } from "./restore/migrating";
import { preflight } from "./restore/preflight";
import { restoringBeside } from "./restore/restoring-beside";
import { restoringData } from "./restore/restoring-data";
import { servingAgain } from "./restore/serving-again";
import { switching } from "./restore/switching";
import { switchingBack } from "./restore/switching-back";
import type { PerformStep } from "./step";
import { type restoringDataKey, type StepKey, stepTime, type stepTimes } from "./step-times";
import { verifying } from "./verify/verifying";

const provision: Record<ProvisionStepKey | typeof restoringDataKey, PerformStep> = {
  creating_server: creatingServer,
  waiting_for_server: waitingForServer,
  bootstrapping,
  creating_dns: creatingDns,
  configuring_ssl: configuringSsl,
  installing_plugins: installingPlugins,
  restoring_data: restoringData,
  health_check: healthCheck,
  sending_welcome: sendingWelcome,
};

const bodies: { [Kind in keyof typeof stepTimes]: Record<StepKey<Kind>, PerformStep> } = {
  deprovision: {
    removing_dns: removingDns,
    keeping_backup: keepingBackup,
    deleting_server: deletingServer,
    releasing_access: releasingAccess,
  },
  backup: { taking_backup: takingBackup, reading_back: readingBack },
  verify: { verifying },
  restore: {
    preflight,
    maintenance_on: maintenanceOn,
    forensic_backup: forensicBackup,
    restoring_beside: restoringBeside,
    switching,
    migrating,
    health_check: servingAgain,
    maintenance_off: maintenanceOff,
  },
  drill: {
    creating_instance: creatingInstance,
    restoring_instance: restoringInstance,
    probing_instance: probingInstance,
    tearing_down: tearingDown,
    reporting,
  },
  rollback: {
    maintenance_on: maintenanceOn,
    switching_back: switchingBack,
    health_check: servingAgain,
    maintenance_off: maintenanceOff,
  },
  renew_certificate: { renewing_certificate: renewingCertificate },
};

interface StepDefinition {
  title: string;
  expectedSeconds(plugins: number): number;
  deadlineSeconds(plugins: number): number;
  perform: PerformStep;
}

/** What a step of a kind of job is called, how long it takes, and what it does. */
export function stepDefinition(kind: JobKind, key: string): StepDefinition {
  const table: Partial<Record<JobKind, Record<string, PerformStep>>> = { ...bodies, provision };
  const perform = table[kind]?.[key];
  const time = stepTime(kind, key);
  if (!perform) throw new Error(`a ${kind} job has no step ${key}`);
  const extra = (plugins: number) => (key === "installing_plugins" ? plugins * perPluginSeconds : 0);
  return {
    title: time.title,
    expectedSeconds: (plugins) => time.expectedSeconds + extra(plugins),
    deadlineSeconds: (plugins) => time.deadlineSeconds + 6 * extra(plugins),
    perform,
  };
}
