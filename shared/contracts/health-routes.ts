import * as z from "zod";
import { once } from "../domain/once.ts";
import { route } from "./route.ts";

const health = once(() =>
  z.strictObject({
    status: z.literal("ok"),
    version: z.string().describe("The platform's release"),
  }),
);

/** For load balancers and monitors: that requests arrive and are answered. It looks at nothing behind the function. */
export const healthRoutes = {
  showHealth: route({
    tag: "health",
    roles: [],
    open: true,
    anonymous: true,
    method: "GET",
    path: "/v1/health",
    responses: { 200: health },
  }),
};
