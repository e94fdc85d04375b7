import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Collection } from "@/sandbox/collection";
import type { SandboxContext } from "@/sandbox/context";
import type { MachineView } from "@/sandbox/machine-view";
import { ControlServer } from "./control-server";
import { copyDisk, forgetInstance, removeDisk } from "./disk";
import { FreePorts } from "./free-ports";
import { Machine, type PowerOff } from "./machine";
import { type MachinePorts, type MachineRecord, machineRecordSchema } from "./machine-record";
import { databaseAccount } from "./prepare-root";
import { killProcesses } from "./processes";
import { Reaper } from "./reaper";

/** unix(7): sun_path holds 108 bytes with its final zero. */
const socketPathLimitBytes = 107;
const longestSocket = "run/nself/agent.sock.draft";

export interface MachineOrder {
  providerId: string;
  name: string;
  userData: string;
  sshKeys: string[];
  /** A saved image to start from; null for the system's. */
  imageId: string | null;
}

/** All machines of the sandbox. They survive its restart: what was on is booted again. */
export class Machines {
  #records: Collection<MachineRecord>;
  #machines = new Map<string, Machine>();
  #abandoned = new Set<string>();
  #tails = new Map<string, Promise<unknown>>();
  #control: ControlServer;
  #reaper: Reaper;
  #ports: FreePorts;
  #disks: string;
  #images: string;
  #caFile: string | null;

  constructor(
    private readonly context: SandboxContext,
    options: { caFile: string | null },
  ) {
    const dataDir = resolve(context.dataDir);
    this.#disks = join(dataDir, "machines");
    this.#images = join(dataDir, "machine-images");
    this.#records = new Collection(join(dataDir, "machine-records"), machineRecordSchema);
    this.#control = new ControlServer(context);
    this.#reaper = new Reaper(this.#disks);
    this.#ports = new FreePorts(context.machines.portBase);
    this.#caFile = options.caFile ? resolve(options.caFile) : null;
  }

  /** Boots what was on; removes machines whose server is gone. `known` are the ids of the provider's servers. */
  async start(known: ReadonlySet<string>): Promise<void> {
    mkdirSync(this.#disks, { recursive: true });
    this.#openForDatabase();
    await this.#reaper.start();
    await this.#control.start();
    for (const { ports } of this.#records.all()) this.#ports.reserve(Object.values(ports));
    for (const record of this.#records.all()) {
      if (!known.has(record.id)) await this.remove(record.id);
      else if (record.poweredOn) await this.#machine(record).powerOn(record, 0);
    }
    const folders = new Set(this.#records.all().map(({ folder }) => folder));
    for (const orphan of readdirSync(this.#disks).filter((name) => !folders.has(name))) {
      await killProcesses(join(this.#disks, orphan));
      await removeDisk(join(this.#disks, orphan));
    }
  }

  /** Gives the machine its ports and its disk; it is off. */
  async prepare(order: MachineOrder): Promise<MachinePorts> {
    const [ssh = 0, https = 0, postgres = 0] = await this.#ports.take(3);
    const record = this.#records.put({
      id: order.providerId,
      name: order.name,
      folder: this.#folderFor(order),
      ports: { ssh, https, postgres },
      userData: order.userData,
      sshKeys: order.sshKeys,
      poweredOn: false,
      initialised: false,
      neverFinishes: false,
    });
    mkdirSync(this.#root(record), { recursive: true, mode: 0o755 });
    if (order.imageId !== null) await this.#serially(record.id, () => this.#layDisk(record, order.imageId));
    return record.ports;
  }

  portsOf(id: string): MachinePorts | null {
    return this.#records.get(id)?.ports ?? null;
  }

  setUserData(id: string, userData: string): void {
    this.#change(id, { userData });
  }

  powerOn(id: string, boot: { extraMs: number; neverFinishes: boolean }): Promise<void> {
    return this.#serially(id, async () => {
      const record = this.#change(id, { poweredOn: true, neverFinishes: boot.neverFinishes });
      if (record) await this.#machine(record).powerOn(record, boot.extraMs);
    });
  }

  powerOff(id: string, how: PowerOff): Promise<void> {
    return this.#serially(id, async () => {
      const record = this.#change(id, { poweredOn: false });
      if (record) await this.#machine(record).powerOff(how);
    });
  }

  /** Writes the disk anew, from a saved image or empty; cloud-init will run again. The machine is off afterwards. */
  rebuild(id: string, imageId: string | null): Promise<void> {
    return this.#serially(id, async () => {
      const record = this.#records.get(id);
      if (!record) return;
      await this.#machine(record).powerOff("pulled");
      await this.#layDisk(record, imageId);
      this.#change(id, { poweredOn: false, initialised: false });
    });
  }

  /** Its server is deleted: nobody shall see it any more, though its end takes a moment. */
  abandon(id: string): void {
    this.#abandoned.add(id);
  }

  remove(id: string): Promise<void> {
    return this.#serially(id, async () => {
      const record = this.#records.get(id);
      if (!record) return;
      await this.#machine(record).powerOff("pulled");
      await removeDisk(this.#root(record));
      this.#records.delete(id);
      this.#machines.delete(id);
      this.#ports.release(Object.values(record.ports));
    });
  }

  /** Copies a machine's disk. Answers its size in bytes. */
  async saveImage(id: string, imageId: string): Promise<number> {
    const record = this.#records.get(id);
    if (!record) throw new Error(`there is no machine ${id}`);
    return copyDisk(this.#root(record), join(this.#images, imageId));
  }

  removeImage(imageId: string): Promise<void> {
    return removeDisk(join(this.#images, imageId));
  }

  views(): MachineView[] {
    return this.#records
      .all()
      .filter(({ id }) => !this.#abandoned.has(id))
      .map((record) => this.#machine(record).view(record));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#tails.values());
    await Promise.all([...this.#machines.values()].map((machine) => machine.powerOff("leaving")));
    this.#reaper.dismiss();
    await this.#control.close();
  }

  /** The server's name, or its id where another has had the name or sockets below would get too long a path. */
  #folderFor({ name, providerId }: MachineOrder): string {
    const folder = join(this.#disks, name);
    const socket = join(folder, longestSocket);
    return existsSync(folder) || Buffer.byteLength(socket) > socketPathLimitBytes ? providerId : name;
  }

  async #layDisk(record: MachineRecord, imageId: string | null): Promise<void> {
    const root = this.#root(record);
    await removeDisk(root);
    mkdirSync(root, { recursive: true, mode: 0o755 });
    if (imageId === null) return;
    await copyDisk(join(this.#images, imageId), root);
    await forgetInstance(root);
  }

  #machine(record: MachineRecord): Machine {
    let machine = this.#machines.get(record.id);
    if (!machine) {
      machine = new Machine({
        context: this.context,
        control: this.#control,
        root: this.#root(record),
        caFile: this.#caFile,
        onInitialised: () => this.#change(record.id, { initialised: true }),
      });
      this.#machines.set(record.id, machine);
    }
    return machine;
  }

  #change(id: string, change: Partial<MachineRecord>): MachineRecord | null {
    const record = this.#records.get(id);
    return record ? this.#records.put({ ...record, ...change }) : null;
  }

  #root(record: MachineRecord): string {
    return join(this.#disks, record.folder);
  }

  /** What changes a machine waits for what changed it before. */
  #serially<T>(id: string, work: () => Promise<T>): Promise<T> {
    const done = (this.#tails.get(id) ?? Promise.resolve()).then(work);
    const tail = done
      .catch(() => {})
      .then(() => {
        if (this.#tails.get(id) === tail) this.#tails.delete(id);
      });
    this.#tails.set(id, tail);
    return done;
  }

  /** PostgreSQL runs as nobody when we are root, and must reach its data folder. */
  #openForDatabase(): void {
    if (databaseAccount() === null) return;
    for (const folder of [this.#disks, dirname(this.#disks)])
      chmodSync(folder, statSync(folder).mode | 0o011);
    for (let folder = dirname(dirname(this.#disks)); ; folder = dirname(folder)) {
      if ((statSync(folder).mode & 0o001) === 0)
        this.context.log("machine.folder_closed_to_database", { folder });
      if (folder === dirname(folder)) return;
    }
  }
}
