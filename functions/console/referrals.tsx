import { ApiError } from "../../shared/client/errors.ts";
import type { BodyField } from "../../shared/contracts/body-fields.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import type { ReferralCheck } from "../../shared/contracts/referral-check.ts";
import { channelDefinitions } from "../../shared/domain/channels.ts";
import { type Channel, channel } from "../../shared/domain/codes.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { bodiesIn } from "./bodies.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, fieldAt, type Sent } from "./forms/step-form.ts";
import { Foreseen, ReferralPage } from "./pages/referral.tsx";
import { problemText } from "./problem-words.ts";
import { type Here, leadTo, sentHere, type Visit } from "./visit.ts";

const verb = "submit-referral";

/** The form of a new referral. */
export async function newReferral(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { kept = new Map() } = visit;
  const { form, fields } = await formFor(visit, kept);
  return context.html(<ReferralPage visit={visit} form={form} fields={fields} />);
}

/** Sends a referral and leads to its case; or shows where it would go, or what is wrong with it, with all that was typed. */
export async function sendReferral(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const sent = await sentHere(context);
  const { form, fields } = await formFor(visit, sent);
  const said = bodyOf(fields, sent);
  if (sent.has("find")) return context.html(<ReferralPage visit={visit} form={form} fields={fields} />);
  const intent = sent.get("intent")?.[0];
  const { check, errors } = await checkOf(visit, said);
  const isAskedFirst = check.earlier === undefined && check.alike.length > 0 && intent !== "send-anyway";
  if (intent === "preview" || (errors.size === 0 && isAskedFirst)) {
    // A missing field is named when the form is sent; a filled one must be right.
    const shown = intent === "preview" ? new Map([...errors].filter(([name]) => saysSomethingAt(said, name))) : errors;
    return context.html(
      <ReferralPage visit={visit} form={{ ...form, errors: shown }} fields={fields} check={check} />,
      shown.size > 0 ? 422 : intent === "preview" ? 200 : 409,
    );
  }
  const parsed = referralSubmission().safeParse(said);
  try {
    // The API names the faults by its schema, in the person's language.
    const body = parsed.success ? parsed.data : Object(said);
    const { status, body: view } = await visit.client.submitReferral({ body });
    return leadTo(context, `/console/cases/${view.caseId}`, status === 201 ? "done" : "unchanged");
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401) throw error;
    const refused = error.code === "source-number-conflict" ? new Map<string, string>() : errorsIn(error);
    const problem = refused.size > 0 ? {} : { problem: problemText(error.problem.code, visit.language) };
    return context.html(
      <ReferralPage visit={visit} form={{ ...form, errors: refused }} fields={fields} check={check} {...problem} />,
      error.status === 409 ? 409 : 422,
    );
  }
}

/** Where it would go, and what is there already, as a part of the page; asked for while somebody fills the form in. */
export async function showDestination(context: Here, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const said = bodyOf(fieldsOf(referralSubmission()), sent);
  const { check, errors } = await checkOf(visit, said);
  // That a list is still too short is no fault while somebody fills it in.
  const wrong = [...errors].filter(([name]) => ["string", "number"].includes(typeof saidAt(said, name)));
  return context.html(<Foreseen visit={visit} check={check} wrong={wrong} />);
}

const errorsIn = (error: ApiError): Map<string, string> => namedErrors(error.problem.errors ?? []);
const namedErrors = (errors: readonly { path: string; message: string }[]): Map<string, string> =>
  new Map(errors.map(({ path, message }) => [fieldAt(path), message]));

type Checked = { check: ReferralCheck; errors: ReadonlyMap<string, string> };

/** What would come of it, as far as it is filled in. */
async function checkOf({ client }: Visit, said: Record<string, unknown>): Promise<Checked> {
  try {
    const { body: check } = await client.checkReferral({ body: said });
    return { check, errors: namedErrors(check.errors) };
  } catch (error) {
    // A text that nobody can take is refused as a whole.
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    return { check: { errors: [], alike: [] }, errors: errorsIn(error) };
  }
}

const saidAt = (said: Record<string, unknown>, name: string): unknown =>
  name.split(".").reduce<unknown>((inside, part) => Reflect.get(Object(inside), part), said);
const saysSomethingAt = (said: Record<string, unknown>, name: string): boolean => saidAt(said, name) !== undefined;

async function formFor(visit: Visit, sent: Sent): Promise<{ form: FormState; fields: readonly BodyField[] }> {
  const { client, session } = visit;
  const organisationId = session?.seat?.organisationId ?? "";
  const own = (await client.showOrganisation({ params: { organisationId } })).body;
  const county = countyOf(own.divisionCode);
  const channels = channelsOf(own.type);
  const fields = fieldsOf(referralSubmission())
    .filter(({ name }) => isAskedOf(name, channels))
    .map((field) => (field.name === "channel" && field.kind === "choice" ? { ...field, choices: channels } : field));
  const [bodies, { body: divided }] = await Promise.all([
    bodiesIn(visit, fields, sent, { namedOrganisationId: "mediating" }),
    client.listDivisions({ query: { county } }),
  ]);
  const division = divided.divisions.map(({ code, name }) => ({ id: code, name }));
  const form = { visit, verb, sent, errors: new Map(), partyCount: 0, picks: { division }, bodies };
  return { form, fields };
}

/** What only some channels have is asked of those who send by them. */
const ofSome = {
  mediateBy: "setsOwnDate",
  takenUpOn: "takesUpItself",
  takenUpWithRequest: "takesUpItself",
  summaryProcedure: "knowsSummaryProcedure",
} as const;
const isOfSome = (field: string): field is keyof typeof ofSome => Object.hasOwn(ofSome, field);
const isAskedOf = (field: string, channels: readonly Channel[]): boolean =>
  !isOfSome(field) || channels.some((channel) => channelDefinitions[channel][ofSome[field]] === true);

/** The channels by which an organisation of a type sends. */
const channelsOf = (type: string): Channel[] =>
  channel().options.filter((name) => channelDefinitions[name].senders.some((sender) => sender === type));
