import * as z from "zod";
import { type OperationAnswer, routes } from "../contracts/routes.ts";
import { once } from "../domain/once.ts";
import type { Client } from "./client.ts";

export type Approval = OperationAnswer<"listApprovals">["approvals"][number];

/**
 * Approves what another person asked for: the same is sent once more. Gives the code that came of it, of a key or an invitation, which
 * is shown this once. Throws `ApiError`, and RangeError for what is not known here.
 */
export async function approve(client: Client, approval: Approval): Promise<string | undefined> {
  const { body } = codeAnswer().parse(await send(client, approval));
  return body?.code;
}

const codeAnswer = once(() => z.object({ body: z.object({ code: z.string().optional() }).optional() }));

async function send(client: Client, { operation, params, body }: Approval): Promise<unknown> {
  const caseId = params["caseId"] ?? "";
  const version = "*";
  switch (operation) {
    case "registerKey":
      return client.registerKey({
        params: routes.registerKey.params().parse({ organisationId: params["organisationId"] }),
        body: routes.registerKey.body().parse(body),
      });
    case "revokeKey":
      return client.revokeKey({ params: routes.revokeKey.params().parse(params) });
    case "putOrganisation":
      return client.putOrganisation({
        params: routes.putOrganisation.params().parse(params),
        body: routes.putOrganisation.body().parse(body),
      });
    case "reinstateOrganisation":
      return client.reinstateOrganisation({ params: routes.reinstateOrganisation.params().parse(params) });
    case "offerKey":
      return client.offerKey({ params: routes.offerKey.params().parse(params) });
    case "invitePerson":
      return client.invitePerson({
        params: routes.invitePerson.params().parse(params),
        body: routes.invitePerson.body().parse(body),
      });
    case "putSeat":
      return client.putSeat({
        params: routes.putSeat.params().parse(params),
        body: routes.putSeat.body().parse(body),
      });
    case "removeSeat":
      return client.removeSeat({ params: routes.removeSeat.params().parse(params) });
    case "changeSettings":
      return client.changeSettings({
        params: routes.changeSettings.params().parse(params),
        body: routes.changeSettings.body().parse(body),
      });
    case "loadLawPack":
      return client.loadLawPack({ query: {}, body: routes.loadLawPack.body().parse(body) });
    case "loadTariff":
      return client.loadTariff({ query: {}, body: routes.loadTariff.body().parse(body) });
    case "eraseCase":
      return client.eraseCase({ params: routes.eraseCase.params().parse(params) });
    case "reopen":
      return client.reopen({ params: { caseId }, version, body: routes.reopen.body().parse(body) });
    case "merge":
      return client.merge({ params: { caseId }, version, body: routes.merge.body().parse(body) });
    default:
      throw new RangeError(`${operation} is approved by a later version of this program`);
  }
}

/** What an approval is about, for people: the operation in words, and what its address and its content name. */
export function aboutApproval({ operation, params, body }: Approval, language: "zh" | "en"): string {
  const words: Readonly<Record<string, { summary: { zh: string; en: string } }>> = routes;
  const said = Object.entries(body)
    .filter(([name]) => name !== "proof" && name !== "jwk")
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [words[operation]?.summary[language] ?? operation, ...Object.values(params), ...said]
    .join(" · ")
    .slice(0, 600);
}
