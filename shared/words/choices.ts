import type { OwnPeriod } from "../domain/channels.ts";
import type { Labels } from "../domain/coded.ts";
import { agreementForms, categories, channels, type Label } from "../domain/codes.ts";
import type { Party } from "../domain/party.ts";
import { administrationChoices } from "./administration.ts";
import { clockKinds } from "./clocks.ts";
import { consentAnswers, consentChannels, partySides } from "./mediation.ts";
import { floors } from "./routing.ts";

const sexes: Readonly<Record<NonNullable<Party["sex"]>, Label>> = {
  male: { zh: "男", en: "Male" },
  female: { zh: "女", en: "Female" },
};
const ownPeriods: Readonly<Record<OwnPeriod, Label>> = clockKinds;

const ofField: Readonly<Record<string, Labels>> = {
  category: categories,
  clock: ownPeriods,
  form: agreementForms,
  to: floors,
  "consents.answer": consentAnswers,
  "consents.channel": consentChannels,
  "parties.sex": sexes,
  "parties.side": partySides,
  channel: channels,
  "dispute.category": categories,
};

/**
 * What the codes of a choice are called where its schema does not say it, by the form and the name of the field; a column's name
 * stands after that of its table, as in `consents.answer`. Undefined where nobody has named them.
 */
export const choiceLabels = (form: string, field: string): Labels | undefined =>
  administrationChoices(form, field) ?? ofField[field];
