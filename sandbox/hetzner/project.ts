import { join } from "node:path";
import { z } from "zod";
import { Collection } from "@/sandbox/collection";
import { readJsonFile, writeJsonFile } from "@/sandbox/json-file";
import {
  actionRecordSchema,
  firewallRecordSchema,
  imageRecordSchema,
  primaryIpRecordSchema,
  serverRecordSchema,
  sshKeyRecordSchema,
} from "./records";

const idsReservedAtOnce = 200;

/** Everything one Hetzner project holds, on disk in `folder`. */
export class Project {
  readonly actions;
  readonly servers;
  readonly sshKeys;
  readonly firewalls;
  readonly images;
  readonly primaryIps;
  #nextId: number;
  #reservedBelow: number;
  #counterFile: string;

  constructor(folder: string) {
    this.actions = new Collection(join(folder, "actions"), actionRecordSchema);
    this.servers = new Collection(join(folder, "servers"), serverRecordSchema);
    this.sshKeys = new Collection(join(folder, "ssh-keys"), sshKeyRecordSchema);
    this.firewalls = new Collection(join(folder, "firewalls"), firewallRecordSchema);
    this.images = new Collection(join(folder, "images"), imageRecordSchema);
    this.primaryIps = new Collection(join(folder, "primary-ips"), primaryIpRecordSchema);
    this.#counterFile = join(folder, "next-id.json");
    this.#nextId = readJsonFile(this.#counterFile, z.number()) ?? 101_000_001;
    this.#reservedBelow = this.#nextId;
  }

  /** An id that no resource of the project has had or will have; blocks of ids are reserved on disk. */
  newId(): string {
    if (this.#nextId >= this.#reservedBelow) {
      this.#reservedBelow = this.#nextId + idsReservedAtOnce;
      writeJsonFile(this.#counterFile, this.#reservedBelow);
    }
    const id = this.#nextId;
    this.#nextId += 1;
    return String(id);
  }
}
