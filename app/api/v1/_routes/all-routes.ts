import type { RouteDefinition } from "@/lib/api/define-route";
import { accountRoutes } from "./account-routes";
import { activityRoutes } from "./activity-routes";
import { backupRoutes } from "./backup-routes";
import { catalogueRoutes } from "./catalogue-routes";
import { drillRoutes } from "./drill-routes";
import { enrolmentRoutes } from "./enrolment-routes";
import { jobRoutes } from "./job-routes";
import { operatorRoutes } from "./operator-routes";
import { restoreRoutes } from "./restore-routes";
import { serverRoutes } from "./server-routes";
import { teamRoutes } from "./team-routes";
import { tokenRoutes } from "./token-routes";
import { welcomeRoutes } from "./welcome-routes";

/** Every endpoint of the public API, in the order of its document. */
export const allRoutes = [
  ...serverRoutes,
  ...jobRoutes,
  ...backupRoutes,
  ...restoreRoutes,
  ...drillRoutes,
  ...catalogueRoutes,
  ...welcomeRoutes,
  ...activityRoutes,
  ...accountRoutes,
  ...teamRoutes,
  ...tokenRoutes,
  ...enrolmentRoutes,
] as unknown as readonly RouteDefinition[];

/** What our own pages call: the public API, and what is for our staff. */
export const routesOfPages = [
  ...allRoutes,
  ...(operatorRoutes as unknown as readonly RouteDefinition[]),
] as const;
