import { createClient } from "../../../shared/client/client.ts";
import { newKeyPair } from "../../../shared/client/token.ts";
import type { CaseView } from "../../../shared/contracts/case-view.ts";

export const caseId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const { privateJwk: key } = await newKeyPair();

export const submittedCase: CaseView = {
  caseId,
  version: 1,
  possible: ["route"],
  state: {
    status: "submitted",
    caseId,
    county: "330483",
    track: "people",
    clocks: [],
    senderClocks: [],
    rulePack: "2026-01-01",
    submittedAt: "2026-07-01T01:30:00.000Z",
    waitingSince: "2026-07-01T01:30:00.000Z",
    referrals: [
      {
        agencyId: "police-330483101",
        channel: "police_civil",
        sourceNumber: "样例1",
        requestedAt: "2026-07-01T01:30:00.000Z",
      },
    ],
    dispute: {
      category: "02",
      partyPlaces: [],
      partyCount: 2,
      riskGrade: "blue",
      earlierAttemptFailed: false,
    },
    refusedBy: [],
    attempts: 0,
  },
};

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  json(status, { type: `urn:accord:problem:${code}`, title: code, status, code, action: "do" }, headers);

type Step = Response | Error;

/** A client whose platform plays the given answers and lost connections in turn; it records requests and pauses. */
export const scripted = (...script: Step[]) => {
  const requests: Request[] = [];
  const pauses: number[] = [];
  const client = createClient({
    baseUrl: "http://platform.example/",
    audience: "accord",
    organisationId: "police-330483101",
    key,
    fetch: async (input, init) => {
      requests.push(new Request(input, init));
      const step = script.shift();
      if (step === undefined) throw new Error("the script is over");
      if (step instanceof Error) throw step;
      return step;
    },
    retry: {
      random: () => 1,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
      },
    },
  });
  return { client, requests, pauses };
};
