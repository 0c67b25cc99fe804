import * as z from "zod";
import { organisationId, roles } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import type { Route } from "./route.ts";

export const everyone: Route["roles"] = roles;
export const coordinator: Route["roles"] = ["coordinator"];
/** A case can lie with any kind of body, since the three kinds of mediation are linked. */
export const holders: Route["roles"] = ["committee", "agency", "coordinator"];
export const caseId = once(() => z.strictObject({ caseId: z.uuid() }));
export const document = once(() => caseId().extend({ documentId: z.uuid() }));
export const organisation = once(() => z.strictObject({ organisationId: organisationId() }));
export const calendarParams = once(() => z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }));
export const page = () => ({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(1200).exactOptional(),
});
