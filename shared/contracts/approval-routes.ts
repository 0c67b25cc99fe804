import * as z from "zod";
import { actor, instant } from "../domain/case.ts";
import { graveAct } from "../domain/house-settings.ts";
import { once } from "../domain/once.ts";
import { type Route, route } from "./route.ts";
import { coordinator } from "./route-parts.ts";

const approval = once(() =>
  z.strictObject({
    approvalId: z.string(),
    act: graveAct(),
    operation: z.string().describe("What is to be called"),
    params: z.record(z.string(), z.string()).describe("What its address names"),
    body: z.record(z.string(), z.unknown()),
    askedBy: actor(),
    askedAt: instant(),
    until: instant().describe("Then it lapses, and nothing was done"),
  }),
);
const approvals = once(() => z.strictObject({ approvals: z.array(approval()) }));
const oneApproval = once(() => z.strictObject({ approvalId: z.string().length(32) }));

/** What one person of a coordinator asked for and another has to approve, by sending the same. */
export const approvalRoutes = {
  listApprovals: route({
    method: "GET",
    path: "/v1/approvals",
    tag: "directory",
    roles: coordinator,
    responses: { 200: approvals },
  }),
  refuseApproval: route({
    method: "DELETE",
    path: "/v1/approvals/{approvalId}",
    tag: "directory",
    roles: coordinator,
    duty: "lead",
    params: oneApproval,
    responses: { 204: undefined },
    problems: ["not-found"],
  }),
} satisfies Record<string, Route>;
