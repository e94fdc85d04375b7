import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireActor } from "@/lib/account/require-actor";
import { AppError } from "@/lib/errors";
import { getJob } from "@/lib/job/get-job";
import { jobQuery } from "@/lib/job/job-queries";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { getServer } from "@/lib/server/get-server";
import { serverQuery } from "@/lib/server/server-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { ServerHeader } from "./_components/server-header";

interface Props {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadServer((await params).id)).name };
}

export default async function ServerLayout({ params, children }: Props) {
  const { id } = await params;
  const server = await loadServer(id);
  const client = new QueryClient();
  client.setQueryData(serverQuery(id).queryKey, server);
  if (server.job) {
    const actor = await requireActor();
    client.setQueryData(jobQuery(server.job.id).queryKey, await getJob(jobKinds, actor, server.job.id));
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ServerHeader serverId={id} />
      {children}
    </HydrationBoundary>
  );
}

async function loadServer(id: string): Promise<ServerDetail> {
  const actor = await requireActor();
  try {
    return await getServer(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
