import { ApiError } from "../../shared/client/errors.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import { type Particulars, particulars, particularsSaid } from "../../shared/domain/particulars.ts";
import { ofCase } from "./addresses.ts";
import { emptyForm, errorsIn, typed } from "./forms/entry.ts";
import { type Occasion, occasionIn } from "./forms/occasion.ts";
import { bodyWith, comparedParts, partMark, partNames, partsIn, sentFor } from "./forms/particular-parts.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { ParticularsPage } from "./pages/particulars.tsx";
import { type Here, leadTo, type Visit } from "./visit.ts";

const fields = () => fieldsOf(particulars());

/** The form of what papers alone need, with what was said so far; that it was read is recorded. */
export async function showParticulars(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { kept } = visit;
  const which = occasionIn(context.req.query());
  const { view, said, counts } = await known(visit, ofCase(context).caseId, which);
  const sent = kept ?? sentFor(fields(), said);
  // An entry that was typed before goes on from the text that it was typed for.
  const was = kept === undefined ? marksOf(said) : sentMarks(kept);
  return context.html(
    <ParticularsPage
      form={{ ...emptyForm(visit, "say-particulars"), sent, partyCount: view.state.dispute.partyCount }}
      view={view}
      was={was}
      which={which}
      counts={counts}
    />,
  );
}

/**
 * Says the parts that the person changed, and leads back to the papers. Where somebody said something else of one of them
 * meanwhile, the form comes back with what was typed and what it says now; sent again, it takes that one's place.
 */
export async function sayParticulars(context: Here, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const which = occasionIn(context.req.query());
  const { view, said: now, counts } = await known(visit, ofCase(context).caseId, which);
  const of = { view, which, counts };
  const params = { caseId: view.caseId };
  const names = partNames(fields());
  const body = bodyOf(fields(), sent);
  const [typedParts, nowParts] = [partsIn(names, body), partsIn(names, now)];
  const { changed, emptied, overtaken } = comparedParts(names, {
    typed: typedParts,
    now: nowParts,
    was: (name) => typed(sent, `was:${name}`),
  });
  const form = { ...emptyForm(visit, "say-particulars"), sent, partyCount: view.state.dispute.partyCount };
  if (overtaken.length > 0) {
    const theirs = partsIn(overtaken, now);
    const kept = [...nowParts].filter(([name]) => !emptied.includes(name));
    const mine = bodyWith(new Map([...kept, ...[...typedParts].filter(([name]) => changed.includes(name))]));
    const again = { ...form, sent: sentFor(fields(), mine) };
    return context.html(<ParticularsPage {...of} form={again} was={marksOf(now)} theirs={theirs} />, 409);
  }
  try {
    const parts = new Map([...typedParts].filter(([name]) => changed.includes(name)));
    const said = { ...bodyWith(parts), ...(emptied.length > 0 && { emptied }) };
    const read = particularsSaid().safeParse(said);
    const answer = await visit.client.sayParticulars({
      params,
      query: which,
      body: read.success ? read.data : Object({ ...body, ...said }),
    });
    const notice = answer.body.change === "changed" ? "done" : "unchanged";
    return leadTo(context, `/console/cases/${view.caseId}/official`, notice);
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) {
      const page = <ParticularsPage {...of} form={form} was={sentMarks(sent)} problem={error.code} />;
      return context.html(page, 409);
    }
    const page = <ParticularsPage {...of} form={{ ...form, errors: errorsIn(error) }} was={sentMarks(sent)} />;
    return context.html(page, 422);
  }
}

/** What was said, and how many sessions and visits there were. */
async function known({ client }: Visit, caseId: string, query: Occasion) {
  const params = { caseId };
  const { body: view } = await client.showCase({ params });
  const { body: said } = await client.showParticulars({ params, query });
  const { entries } = (await client.showHistory({ params })).body;
  const countOf = (of: string): number => entries.filter(({ type }) => type === of).length;
  return { view, said, counts: { session: countOf("session.held"), visit: countOf("visit.made") } };
}

/** By which the form tells later whether a part still says what it said when it was opened. */
const marksOf = (said: Particulars): ReadonlyMap<string, string> => {
  const names = partNames(fields());
  const parts = partsIn(names, said);
  return new Map(names.map((name) => [name, partMark(parts.get(name))]));
};
const sentMarks = (sent: Sent): ReadonlyMap<string, string> =>
  new Map(partNames(fields()).map((name) => [name, typed(sent, `was:${name}`)]));
