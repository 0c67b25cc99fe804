import { ApiError } from "../../shared/client/errors.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import { type Particulars, particulars } from "../../shared/domain/particulars.ts";
import { ofCase } from "./addresses.ts";
import { emptyForm, errorsIn, typed } from "./forms/entry.ts";
import { bodyWith, comparedParts, partMark, partNames, partsIn, sentFor } from "./forms/particular-parts.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { ParticularsPage } from "./pages/particulars.tsx";
import type { Here, Visit } from "./visit.ts";

const fields = () => fieldsOf(particulars());

/** The form of what papers alone need, with what was said so far; that it was read is recorded. */
export async function showParticulars(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { kept } = visit;
  const { view, said } = await known(visit, ofCase(context).caseId);
  const sent = kept ?? sentFor(fields(), said);
  // What was typed before goes on from what it was typed upon.
  const was = kept === undefined ? marksOf(said) : sentMarks(kept);
  return context.html(
    <ParticularsPage form={{ ...emptyForm(visit, "say-particulars"), sent }} view={view} was={was} />,
  );
}

/**
 * Says the parts that the person changed, and leads back to the papers. Where somebody said something else of one of them
 * meanwhile, the form comes back with what was typed and what it says now; sent again, it takes that one's place.
 */
export async function sayParticulars(context: Here, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const { view, said: now } = await known(visit, ofCase(context).caseId);
  const params = { caseId: view.caseId };
  const names = partNames(fields());
  const body = bodyOf(fields(), sent);
  const [typedParts, nowParts] = [partsIn(names, body), partsIn(names, now)];
  const { changed, overtaken } = comparedParts(names, {
    typed: typedParts,
    now: nowParts,
    was: (name) => typed(sent, `was:${name}`),
  });
  const form = { ...emptyForm(visit, "say-particulars"), sent };
  if (overtaken.length > 0) {
    const theirs = partsIn(overtaken, now);
    const mine = bodyWith(new Map([...nowParts, ...[...typedParts].filter(([name]) => changed.includes(name))]));
    const again = { ...form, sent: sentFor(fields(), mine) };
    return context.html(<ParticularsPage form={again} view={view} was={marksOf(now)} theirs={theirs} />, 409);
  }
  try {
    const parts = new Map([...typedParts].filter(([name]) => changed.includes(name)));
    const read = particulars().safeParse(bodyWith(parts));
    const answer = await visit.client.sayParticulars({ params, body: read.success ? read.data : Object(body) });
    const said = answer.body.change === "changed" ? "done" : "unchanged";
    return context.redirect(visit.link(`/console/cases/${view.caseId}/official?said=${said}`), 303);
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) {
      const page = <ParticularsPage form={form} view={view} was={sentMarks(sent)} problem={error.code} />;
      return context.html(page, 409);
    }
    const page = <ParticularsPage form={{ ...form, errors: errorsIn(error) }} view={view} was={sentMarks(sent)} />;
    return context.html(page, 422);
  }
}

async function known({ client }: Visit, caseId: string) {
  const { body: view } = await client.showCase({ params: { caseId } });
  const { body: said } = await client.showParticulars({ params: { caseId } });
  return { view, said };
}

/** By which the form tells later whether a part still says what it said when it was opened. */
const marksOf = (said: Particulars): ReadonlyMap<string, string> => {
  const names = partNames(fields());
  const parts = partsIn(names, said);
  return new Map(names.map((name) => [name, partMark(parts.get(name))]));
};
const sentMarks = (sent: Sent): ReadonlyMap<string, string> =>
  new Map(partNames(fields()).map((name) => [name, typed(sent, `was:${name}`)]));
