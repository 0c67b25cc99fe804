import { ApiError } from "../../shared/client/errors.ts";
import { administration } from "./administration-texts.ts";
import { errorsIn } from "./forms/entry.ts";
import type { Sent } from "./forms/step-form.ts";
import { EndingKeysPage, KeysPage } from "./pages/keys.tsx";
import { ConfirmPage, saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { publicKeyIn } from "./public-key.ts";
import { type Administered, administered, may, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou } from "./visit.ts";

/** What is wrong with a key that was sent. */
type Fault =
  | "keyUnproved"
  | "tooManyKeys"
  | "keyPrivate"
  | "keyUnreadable"
  | "keyUnsuitable"
  | "keyPublished"
  | "keyMissing"
  | "forAnother";

const bytesAtMost = 16 * 1024;
const asked = (context: Here): Promise<Administered> => administered(context, "registerKey", "hold-keys");
const addressOf = ({ organisation }: Administered): string => `/console/directory/${organisation.organisationId}/keys`;

/** The public keys of an organisation. */
export async function showKeys(context: Here): Promise<Response> {
  const of = await asked(context);
  return context.html(<KeysPage of={of} said={saidIn(context)} typed={of.visit.kept} />);
}

/** What may be kept or shown again of what was pasted: what is a public key and a proof, as anything else may be a private key. */
export const keepsOfKey = (sent: Sent): Sent =>
  new Map(
    [...sent].filter(([name, [text = ""]]) => {
      if (name === "jwk") return "jwk" in publicKeyIn(text);
      return name === "proof" ? /^\s*[\w-]+\.[\w-]+\.[\w-]+\s*$/.test(text) : true;
    }),
  );

/** The keys of the county that end soon or have ended. */
export async function showEndingKeys(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "listEndingKeys")) throw new NotForYou();
  const { keys } = (await visit.client.listEndingKeys({ query: {} })).body;
  return context.html(<EndingKeysPage visit={visit} keys={keys} />);
}

/** Registers the public key that was pasted or sent as a file. A text that is none is never shown again: it may be a private key. */
export async function addKey(context: Here): Promise<Response> {
  const of = await asked(context);
  const { visit, organisation } = of;
  const typed = keepsOfKey(visit.sent ?? new Map());
  const refuse = (fault: Fault) =>
    context.html(<KeysPage of={of} typed={typed} fault={say(visit, administration[fault])} />, 422);
  const form = await context.req.formData();
  const read = publicKeyIn(await textIn(form));
  if ("fault" in read) return refuse(read.fault);
  const proof = pastedIn(form, "proof").trim();
  const { organisationId, keys } = organisation;
  try {
    const { body } = await visit.client.registerKey({ params: { organisationId }, body: { jwk: read.jwk, proof } });
    const said = keys.some(({ keyId }) => keyId === body.keyId) ? "unchanged" : "done";
    return leadTo(context, addressOf(of), said);
  } catch (error) {
    if (error instanceof ApiError && error.code === "second-person-required") throw error;
    if (error instanceof ApiError && error.code === "other-person-required") return refuse("forAnother");
    if (error instanceof ApiError && error.code === "too-many-keys") return refuse("tooManyKeys");
    if (errorsIn(error).has("proof")) return refuse("keyUnproved");
    const isPublished = error instanceof ApiError && error.problem.errors?.some(({ code }) => code === "published-key");
    return refuse(isPublished ? "keyPublished" : "keyUnsuitable");
  }
}

/** Gives the organisation a code by which it registers its key itself, and shows it, this once. */
export async function offerKey(context: Here): Promise<Response> {
  const of = await asked(context);
  const { organisationId } = of.organisation;
  const { body } = await of.visit.client.offerKey({ params: { organisationId } });
  return context.html(<KeysPage of={of} code={body.code} />);
}

async function textIn(form: FormData): Promise<string> {
  const file = form.get("file");
  if (file !== null && typeof file !== "string" && file.size > 0)
    return file.size > bytesAtMost ? "?" : await file.text();
  return pastedIn(form, "jwk");
}

function pastedIn(form: FormData, name: string): string {
  const pasted = form.get(name);
  return typeof pasted === "string" ? pasted.slice(0, bytesAtMost) : "";
}

/** What revoking a key means, before it is done. */
export async function askRevocation(context: Here): Promise<Response> {
  const of = await asked(context);
  const { visit, organisation } = of;
  const keyId = context.req.param("keyId") ?? "";
  if (!organisation.keys.some((key) => key.keyId === keyId)) throw new NotForYou();
  const isLast = organisation.keys.length === 1;
  return context.html(
    <ConfirmPage
      visit={visit}
      title={say(visit, administration.revokeTitle)}
      of={organisation.name}
      back={{ href: addressOf(of), text: say(visit, administration.keys) }}
      texts={[
        `${say(visit, administration.thumbprint)}${say(visit, "colon")}${keyId}`,
        say(visit, administration.revokeText),
        isLast ? say(visit, administration.revokeLast) : undefined,
      ]}
      action={`${addressOf(of)}/${keyId}/revoke`}
      button={administration.revoke}
    />,
  );
}

/** Revokes a key; one that is gone already stays gone. */
export async function revokeKey(context: Here): Promise<Response> {
  const of = await asked(context);
  const { visit, organisation } = of;
  const params = { organisationId: organisation.organisationId, keyId: context.req.param("keyId") ?? "" };
  const said = await visit.client.revokeKey({ params }).then(
    () => "done",
    (error) => {
      if (error instanceof ApiError && error.status === 404) return "unchanged";
      throw error;
    },
  );
  return leadTo(context, addressOf(of), said);
}
