import acme from "acme-client";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { configureAcmeHttp } from "./acme-problem";
import { callAcme } from "./call-acme";

/** A client of the CA that speaks for one account. */
export interface Acme {
  client: acme.Client;
  accountUrl: string;
}

let kept: { key: string; acme: Acme } | undefined;

/**
 * Opens the account of this key, registering it when `accountUrl` is not known yet (harmless to repeat: the CA answers
 * with the account it has). Keep the URL beside the key. The client is kept, so that the directory is read once.
 */
export async function openAcme(account: { accountKey: string; accountUrl?: string | null }): Promise<Acme> {
  configureAcmeHttp();
  const directoryUrl = env().ACME_DIRECTORY_URL;
  const key = `${directoryUrl} ${sha256(account.accountKey)}`;
  if (kept?.key === key && (!account.accountUrl || kept.acme.accountUrl === account.accountUrl)) {
    return kept.acme;
  }
  const client = new acme.Client({
    directoryUrl,
    accountKey: account.accountKey,
    accountUrl: account.accountUrl ?? undefined,
  });
  if (!account.accountUrl) {
    const contact = [`mailto:${env().ACME_EMAIL}`];
    await callAcme(() => client.createAccount({ termsOfServiceAgreed: true, contact }));
  }
  kept = { key, acme: { client, accountUrl: client.getAccountUrl() } };
  return kept.acme;
}
