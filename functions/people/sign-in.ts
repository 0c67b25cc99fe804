import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import { beginSignIn, finishSignIn } from "../../shared/runtime/sign-in.ts";
import { openOperation } from "./platform.ts";

export const signInOperations = {
  beginSignIn: openOperation(peopleRoutes.beginSignIn, async (platform, { body }) => ({
    status: 201,
    body: await beginSignIn(platform, body),
  })),

  finishSignIn: openOperation(peopleRoutes.finishSignIn, async (platform, { params, body }) => ({
    status: 200,
    body: await finishSignIn(platform, params.signInId, body),
  })),
};
