import { auditRoutes } from "./audit-routes.ts";
import { casesService } from "./cases-service.ts";
import { officeService } from "./office-service.ts";
import { paperRoutes } from "./paper-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { registryService } from "./registry-service.ts";
import { signingRoutes } from "./signing-routes.ts";
import { templateRoutes } from "./template-routes.ts";

/** The functions behind the front door, each with the routes that it serves: one function for each set of rights. */
export const services = {
  cases: casesService,
  registry: registryService,
  office: officeService,
  people: peopleRoutes,
  papers: { ...paperRoutes, ...templateRoutes, ...signingRoutes },
  audit: auditRoutes,
};
export type ServiceName = keyof typeof services;
