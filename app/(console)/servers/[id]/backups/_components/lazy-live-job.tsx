"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { LiveJob } from "./live-job";

const Live = lazy(() => import("./live-job").then((module) => ({ default: module.LiveJob })));

/** Fetched beside the page: what is safe is shown before what is under way. */
export function LazyLiveJob(props: ComponentProps<typeof LiveJob>) {
  return (
    <Suspense fallback={null}>
      <Live {...props} />
    </Suspense>
  );
}
