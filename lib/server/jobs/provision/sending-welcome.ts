import type { StepContext, StepResult } from "@/lib/job/step";
import { sendWelcomeMail } from "@/lib/server/send-welcome-mail";

export async function sendingWelcome({ server, log }: StepContext): Promise<StepResult> {
  await sendWelcomeMail(server.id);
  await log("The welcome mail with the one-time link is on its way");
  return { kind: "done" };
}
