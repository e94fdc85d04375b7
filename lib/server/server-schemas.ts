import { z } from "zod";
import { jobViewSchema } from "@/lib/job/job-schemas";
import { subdomainProblem } from "./subdomain-rules";

const isoTime = z.iso.datetime({ offset: true });

export const subdomainSchema = z.string().superRefine((value, context) => {
  const problem = subdomainProblem(value);
  if (problem) context.addIssue({ code: "custom", message: problem });
});

export const serverNameSchema = z
  .string()
  .trim()
  .min(1, "Give the server a name.")
  .max(60, "Use at most 60 characters.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, "Leave out line breaks and control characters.");

export const createServerSchema = z
  .object({
    name: serverNameSchema,
    subdomain: subdomainSchema,
    location: z.string().min(1).max(40),
    serverType: z.string().min(1).max(40),
    plugins: z.array(z.string().max(60)).max(100).default([]),
  })
  .meta({ id: "CreateServer" });

export const restartSchema = z
  .object({
    service: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "Name a service as the server's page does.")
      .optional()
      .describe("all of them without one"),
  })
  .meta({ id: "RestartServices" });

export const serverStatusSchema = z.enum([
  "provisioning",
  "running",
  "failed",
  "deleting",
  "deleted",
  "quarantined",
]);
export type ServerStatus = z.infer<typeof serverStatusSchema>;

export const serverPluginViewSchema = z.object({
  name: z.string(),
  version: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  installedAt: isoTime.nullable(),
});

export const serviceViewSchema = z.object({
  name: z.string(),
  kind: z.enum(["required", "optional", "plugin"]),
  status: z.enum(["healthy", "degraded", "unhealthy", "starting", "stopped"]),
  latencyMs: z.number().nullable(),
  detail: z.string().nullable(),
});

/** The live job, or the last one. */
export const jobSummarySchema = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.enum(["queued", "running", "cancelling", "succeeded", "failed", "cancelled"]),
  currentStep: z.string().nullable(),
  warning: z.string().nullable(),
  createdAt: isoTime,
  finishedAt: isoTime.nullable(),
});

export const serverViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    subdomain: z.string(),
    domain: z.string(),
    url: z.string().describe("https address, with the port when it is not 443"),
    status: serverStatusSchema,
    location: z.string(),
    serverType: z.string(),
    image: z.string(),
    monthlyCents: z.number().int(),
    currency: z.string(),
    ipv4: z.string().nullable(),
    ipv6: z.string().nullable(),
    backupsEnabled: z.boolean(),
    nselfVersion: z.string().nullable(),
    createdAt: isoTime,
    readyAt: isoTime.nullable(),
    job: jobSummarySchema.nullable(),
  })
  .meta({ id: "Server" });
export type ServerView = z.infer<typeof serverViewSchema>;

export const serverPageSchema = z.object({
  items: z.array(serverViewSchema),
  nextCursor: z.string().nullable(),
});
export type ServerPage = z.infer<typeof serverPageSchema>;

export const serverDetailSchema = serverViewSchema
  .extend({
    services: z.array(serviceViewSchema),
    healthCheckedAt: isoTime.nullable(),
    certificate: z
      .object({
        names: z.array(z.string()),
        notAfter: isoTime.nullable(),
        installedAt: isoTime.nullable(),
        renewsAt: isoTime.nullable().describe("when its renewal is begun"),
        renewal: z
          .object({ id: z.string().describe("the job's"), failed: z.boolean() })
          .nullable()
          .describe("the renewal that is under way, or that failed last"),
      })
      .nullable(),
    plugins: z.array(serverPluginViewSchema),
    links: z.array(z.object({ title: z.string(), url: z.string() })),
    welcomeLink: z
      .object({ sentAt: isoTime, expiresAt: isoTime, openedAt: isoTime.nullable() })
      .nullable()
      .describe("when the one-time link was made, and whether it was opened; never the link"),
  })
  .meta({ id: "ServerDetail" });
export type ServerDetail = z.infer<typeof serverDetailSchema>;

export const subdomainAnswerSchema = z
  .object({
    name: z.string(),
    free: z.boolean(),
    domain: z.string(),
    reason: z.string().nullable(),
    suggestions: z.array(z.string()),
  })
  .meta({ id: "SubdomainAnswer" });
export type SubdomainAnswer = z.infer<typeof subdomainAnswerSchema>;

export const locationSchema = z
  .object({
    name: z.string(),
    city: z.string(),
    country: z.string(),
    networkZone: z.string(),
    description: z.string(),
  })
  .meta({ id: "Location" });
export type Location = z.infer<typeof locationSchema>;

export const serverTypeSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    cores: z.number(),
    memoryGb: z.number(),
    diskGb: z.number(),
    architecture: z.enum(["x86", "arm"]),
    cpuType: z.enum(["shared", "dedicated"]),
    suits: z.string().describe("whom it suits, in plain words"),
    recommended: z.boolean(),
    prices: z.array(
      z.object({
        location: z.string(),
        monthlyCents: z
          .number()
          .int()
          .describe("what the customer pays a month: provider, provider backups and our fee"),
        currency: z.string(),
        available: z.boolean(),
      }),
    ),
  })
  .meta({ id: "ServerType" });
export type ServerType = z.infer<typeof serverTypeSchema>;

export const welcomeCredentialsSchema = z
  .object({
    serverName: z.string(),
    serverUrl: z.string(),
    dashboardUrl: z.string(),
    hasuraAdminSecret: z.string(),
    addresses: z.array(z.object({ title: z.string(), url: z.string() })),
  })
  .meta({ id: "WelcomeCredentials" });
export type WelcomeCredentials = z.infer<typeof welcomeCredentialsSchema>;

export const serverAndJobSchema = z
  .object({ server: serverViewSchema, job: jobViewSchema })
  .meta({ id: "ServerAndJob" });
export type ServerAndJob = z.infer<typeof serverAndJobSchema>;
