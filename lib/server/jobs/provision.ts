import { defineJobKind, withBodies } from "@/lib/job/job-kind";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import type { PerformStep } from "@/lib/job/step";
import { serverUrl } from "@/lib/server/server-names";
import type { Server } from "@/prisma/client/client";
import { cancelOrder } from "./cancel-order";
import { correctOrder } from "./correct-order";
import { mailReceipt } from "./mail-receipt";
import { bootstrapping } from "./provision/bootstrapping";
import { cleaningUp } from "./provision/cleaning-up";
import { configuringSsl } from "./provision/configuring-ssl";
import { creatingDns } from "./provision/creating-dns";
import { creatingServer } from "./provision/creating-server";
import { healthCheck } from "./provision/health-check";
import { installingPlugins } from "./provision/installing-plugins";
import { sendingWelcome } from "./provision/sending-welcome";
import { waitingForServer } from "./provision/waiting-for-server";
import { provisionPlan } from "./provision-plan";
import { refuseWhenGone } from "./refuse-when-gone";

interface FromAbove {
  /** A restore's part in a server that is made from a backup. */
  restoringData: PerformStep;
  /** Ends the server's keys to backup stores. */
  releaseStorageKeys(server: Server): Promise<ReceiptItem[]>;
}

/** A new server, from the order to the welcome mail (seed: provisioning). */
export const provision = ({ restoringData, releaseStorageKeys }: FromAbove) =>
  defineJobKind({
    ...provisionPlan,
    steps: withBodies(provisionPlan.steps, {
      creating_server: { perform: creatingServer },
      waiting_for_server: { perform: waitingForServer },
      bootstrapping: { perform: bootstrapping },
      creating_dns: { perform: creatingDns },
      configuring_ssl: { perform: configuringSsl },
      installing_plugins: { perform: installingPlugins },
      restoring_data: { perform: restoringData },
      health_check: { perform: healthCheck },
      sending_welcome: {
        perform: sendingWelcome,
        // The work is done when the server is ready; that its mail was refused is a note, not a failure of the work.
        warning: ({ publicMessage }) =>
          `The server is ready, but its welcome mail was not accepted: ${publicMessage}. We keep trying; you can also send it again from the server's page.`,
      },
    }),
    title: "Setting up",
    subject: "Setting up",
    permission: "server:operate",
    audit: "server.created",
    mark: null,
    refuseRetry: async (job) => refuseWhenGone(job),
    correct: correctOrder,
    fail: async (tx, job) => {
      await tx.server.update({ where: { id: job.serverId }, data: { status: "failed" } });
    },
    cancel: { states: ["queued", "running", "failed"], request: cancelOrder },
    takeBack: (run) => cleaningUp(run, releaseStorageKeys),
    url: ({ server }) => (server.status === "running" ? serverUrl(server) : null),
    tell: mailReceipt,
  });
