import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { chooseSeat, endSession, redeemInvitation, showSession } from "../../shared/runtime/sessions.ts";
import { tokenIn } from "../http/bearer.ts";
import { openOperation } from "./platform.ts";

export const sessionOperations = {
  showSession: openOperation(peopleRoutes.showSession, async (platform, { authorization }) => ({
    status: 200,
    body: await showSession(platform, tokenIn(authorization)),
  })),

  endSession: openOperation(peopleRoutes.endSession, async (platform, { authorization }) => {
    const { idToken } = await endSession(platform, tokenIn(authorization));
    // Here the person is out in any case; where the issuer does not answer, its own session ends by itself.
    const url = await platform.issuer?.endSession(idToken).catch(() => undefined);
    return { status: 200, body: given("url", url) };
  }),

  chooseSeat: openOperation(peopleRoutes.chooseSeat, async (platform, { authorization, body }) => ({
    status: 200,
    body: await chooseSeat(platform, tokenIn(authorization), body),
  })),

  redeemInvitation: openOperation(peopleRoutes.redeemInvitation, async (platform, { authorization, body }) => ({
    status: 200,
    body: await redeemInvitation(platform, tokenIn(authorization), body),
  })),
};
