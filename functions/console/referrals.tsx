import { ApiError } from "../../shared/client/errors.ts";
import type { BodyField } from "../../shared/contracts/body-fields.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { hypotheticalReferral } from "../../shared/contracts/routing-preview.ts";
import { channelDefinitions } from "../../shared/domain/channels.ts";
import { bodyOf, fieldAt, type Sent } from "./forms/step-form.ts";
import { organisationsIn } from "./names.ts";
import { ReferralPage } from "./pages/referral.tsx";
import type { FormState } from "./parts/field.tsx";
import { problemText } from "./problem-words.ts";
import type { Here, Visit } from "./visit.ts";

const verb = "submit-referral";

/** The form of a new referral. */
export async function newReferral(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { kept = new Map() } = visit;
  const { form, fields } = await formFor(visit, kept);
  return context.html(<ReferralPage visit={visit} form={form} fields={fields} preview={undefined} names={new Map()} />);
}

/** Sends a referral and leads to its case; or shows where it would go, or what is wrong with it, with all that was typed. */
export async function sendReferral(context: Here, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const { form, fields, names } = await formFor(visit, sent);
  const said = bodyOf(fields, sent);
  if (sent.get("intent")?.[0] === "preview") {
    const { preview, errors } = await previewOf(visit, said);
    return context.html(
      <ReferralPage visit={visit} form={{ ...form, errors }} fields={fields} preview={preview} names={names} />,
      errors.size > 0 ? 422 : 200,
    );
  }
  const parsed = referralSubmission().safeParse(said);
  try {
    // What the schema says of it is said by the API, in the person's language.
    const body = parsed.success ? parsed.data : Object(said);
    const { status, body: view } = await visit.client.submitReferral({ body });
    const address = `/console/cases/${view.caseId}?said=${status === 201 ? "done" : "unchanged"}`;
    return context.redirect(visit.link(address), 303);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401) throw error;
    const errors = errorsIn(error);
    const problem = errors.size > 0 ? {} : { problem: problemText(error.problem.code, visit.language) };
    return context.html(
      <ReferralPage
        visit={visit}
        form={{ ...form, errors }}
        fields={fields}
        preview={undefined}
        names={names}
        {...problem}
      />,
      error.status === 409 ? 409 : 422,
    );
  }
}

const errorsIn = (error: ApiError): Map<string, string> =>
  new Map((error.problem.errors ?? []).map(({ path, message }) => [fieldAt(path), message]));

type Asked = { preview: OperationAnswer<"previewRouting"> | undefined; errors: ReadonlyMap<string, string> };

/** Where it would go, from what can be said without naming anybody. */
async function previewOf({ client }: Visit, said: Record<string, unknown>): Promise<Asked> {
  const dispute: Record<string, unknown> = Object(said["dispute"]);
  const parties = Array.isArray(said["parties"]) ? said["parties"] : [];
  const places = parties.flatMap((party: unknown) => Object(party).place ?? []);
  const { summary: _, occurredOn: __, ...described } = dispute;
  const { channel, summaryProcedure, namedOrganisationId } = said;
  const whole = {
    channel,
    summaryProcedure,
    namedOrganisationId,
    ...described,
    partyPlaces: places,
    partyCount: Math.max(2, parties.length),
  };
  const known = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  const parsed = hypotheticalReferral().safeParse(known);
  try {
    const { body } = await client.previewRouting({ body: parsed.success ? parsed.data : Object(known) });
    return { preview: body, errors: new Map() };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    const own = ["channel", "namedOrganisationId", "summaryProcedure"];
    const placed = [...errorsIn(error)].map(
      ([name, text]) => [own.includes(name) ? name : `dispute.${name}`, text] as const,
    );
    return { preview: undefined, errors: new Map(placed) };
  }
}

async function formFor(
  visit: Visit,
  sent: Sent,
): Promise<{ form: FormState; fields: readonly BodyField[]; names: ReadonlyMap<string, string> }> {
  const { client, session } = visit;
  const organisationId = session?.seat?.organisationId ?? "";
  const own = (await client.showOrganisation({ params: { organisationId } })).body;
  const county = own.divisionCode.slice(0, 6);
  const [organisations, { body: divided }] = await Promise.all([
    organisationsIn(client, county),
    client.listDivisions({ query: { county } }),
  ]);
  const bodies = organisations.map(({ organisationId: id, name }) => ({ id, name }));
  const fields = fieldsOf(referralSubmission()).map((field) =>
    field.name === "channel" && field.kind === "choice" ? { ...field, choices: channelsOf(own.type) } : field,
  );
  const form: FormState = {
    visit,
    verb,
    sent,
    errors: new Map(),
    partyCount: 0,
    picks: {
      organisation: bodies.filter(
        ({ id }) => organisations.find((one) => one.organisationId === id)?.kind !== "agency",
      ),
      division: divided.divisions.map(({ code, name }) => ({ id: code, name })),
    },
  };
  return { form, fields, names: new Map(bodies.map(({ id, name }) => [id, name])) };
}

/** The channels by which an organisation of a type sends. */
const channelsOf = (type: string): string[] =>
  Object.entries(channelDefinitions).flatMap(([name, { senders }]) => (senders.includes(type) ? [name] : []));
