import { type PluginManifest, pluginManifestSchema } from "@/cli/contract/registry";
import auditLog from "./catalogue/audit-log.json";
import cron from "./catalogue/cron.json";
import featureFlags from "./catalogue/feature-flags.json";
import github from "./catalogue/github.json";
import idme from "./catalogue/idme.json";
import invitations from "./catalogue/invitations.json";
import jobs from "./catalogue/jobs.json";
import linkPreview from "./catalogue/link-preview.json";
import notify from "./catalogue/notify.json";
import nselfImage from "./catalogue/nself-image.json";
import nselfPdf from "./catalogue/nself-pdf.json";
import nselfScan from "./catalogue/nself-scan.json";
import nselfSms from "./catalogue/nself-sms.json";
import nselfStripe from "./catalogue/nself-stripe.json";
import nselfUptimeMonitor from "./catalogue/nself-uptime-monitor.json";
import nselfVault from "./catalogue/nself-vault.json";
import search from "./catalogue/search.json";
import tokens from "./catalogue/tokens.json";
import transactionalEmail from "./catalogue/transactional-email.json";
import webhooks from "./catalogue/webhooks.json";

/** Every plugin that can be ordered. Ports are unique; those of the reserved block are the seed's. */
export const catalogue: readonly PluginManifest[] = [
  auditLog,
  cron,
  featureFlags,
  github,
  idme,
  invitations,
  jobs,
  linkPreview,
  notify,
  nselfImage,
  nselfPdf,
  nselfScan,
  nselfSms,
  nselfStripe,
  nselfUptimeMonitor,
  nselfVault,
  search,
  tokens,
  transactionalEmail,
  webhooks,
].map((manifest) => pluginManifestSchema.parse(manifest));

export function findPlugin(name: string): PluginManifest | undefined {
  return catalogue.find((manifest) => manifest.name === name);
}
