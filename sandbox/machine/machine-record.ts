import { z } from "zod";

/** What the sandbox remembers of a machine. The folder `machines/<folder>` is its disk. */
export const machineRecordSchema = z.object({
  /** The provider's id of the server. */
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  ports: z.object({ ssh: z.number(), https: z.number(), postgres: z.number() }),
  userData: z.string(),
  /** OpenSSH public keys that the provider puts on the machine. */
  sshKeys: z.array(z.string()),
  poweredOn: z.boolean(),
  /** cloud-init runs once an instance: true when it came to its end. */
  initialised: z.boolean(),
  /** Its cloud-init never ends: asked for by a label `sim-boot-fails-…`. */
  neverFinishes: z.boolean(),
});
export type MachineRecord = z.infer<typeof machineRecordSchema>;
export type MachinePorts = MachineRecord["ports"];
