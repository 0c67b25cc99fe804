import type { HonoRequest } from "hono";
import type * as z from "zod";
import { signingNamed, signingResult, signingRoutes } from "../../shared/contracts/signing-routes.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { jobOf, requestSigning, signingsOf, takeResult, withdrawSigning } from "../../shared/runtime/sign-papers.ts";
import { isSignedCall } from "../../shared/runtime/signed-call.ts";
import { languageOf, parseOrRefuse } from "../http/body.ts";
import type { Operation } from "../http/operation.ts";
import { operation, type Platform } from "./platform.ts";

/** Drafts that are signed electronically: asked for by who keeps the file, brought by the provider. */
export const signingOperations = {
  requestSigning: operation(signingRoutes.requestSigning, async (platform, { params, caller }) => {
    const { outcome, signing } = await requestSigning(platform, caller, params);
    return { status: outcome === "requested" ? 201 : 200, body: signing };
  }),

  withdrawSigning: operation(signingRoutes.withdrawSigning, async (platform, { params, caller }) => ({
    status: 200,
    body: await withdrawSigning(platform, caller, params),
  })),

  listSignings: operation(signingRoutes.listSignings, async (platform, { params, caller }) => ({
    status: 200,
    body: { available: platform.signing !== undefined, signings: await signingsOf(platform, caller, params.caseId) },
  })),

  takeSigningJob: {
    route: signingRoutes.takeSigningJob,
    open: true,
    serve: async (platform, request) => ({
      status: 200,
      body: await jobOf(platform, await signedBody(platform, request, signingNamed())),
    }),
  } satisfies Operation<Platform>,

  bringSigningResult: {
    route: signingRoutes.bringSigningResult,
    open: true,
    async serve(platform, request) {
      const body = await takeResult(platform, await signedBody(platform, request, signingResult()));
      return { status: body.upload === undefined ? 200 : 202, body };
    },
  } satisfies Operation<Platform>,
};

/** The provider's calls are longer by no name or number. */
const charactersAtMost = 65_536;

/** What the provider says, once it is known that it does. Throws `signature-wrong`, `invalid-body`. */
async function signedBody<Schema extends z.ZodType>(
  { signing, now }: Platform,
  request: HonoRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await request.text();
  const header = (name: string) => request.header(name);
  const isKnown =
    signing !== undefined &&
    text.length <= charactersAtMost &&
    isSignedCall(signing.publicKey, header, text, Date.parse(now()));
  if (!isKnown) throw new Problem("signature-wrong");
  return parseOrRefuse(schema, parsed(text), "invalid-body", languageOf(request));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem("invalid-json", {}, { cause });
  }
}
