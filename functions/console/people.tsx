import { ApiError } from "../../shared/client/errors.ts";
import { invitationEntry } from "../../shared/contracts/people.ts";
import { administration } from "./administration-texts.ts";
import { typed } from "./forms/entry.ts";

import { PeoplePage } from "./pages/people.tsx";
import { ConfirmPage, saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { administered, may } from "./rights.ts";
import { type Here, leadTo, sentHere } from "./visit.ts";

/** The people of the organisation that the address names, or of the own one. */
async function peopleOf(context: Here): Promise<Parameters<typeof PeoplePage>[0]> {
  const { visit, seat, organisation, isOwn } = await administered(context, "listPeople", "administer-people");
  const { organisationId, name } = organisation;
  const { body } = await visit.client.listPeople({ params: { organisationId } });
  const address = isOwn ? "/console/people" : `/console/directory/${organisationId}/people`;
  return {
    visit,
    people: body.people,
    address,
    name,
    mayInvite: may(seat, "invitePerson"),
    organisationId,
    said: saidIn(context),
  };
}

export async function showPeople(context: Here): Promise<Response> {
  const page = await peopleOf(context);
  return context.html(<PeoplePage {...page} typed={page.visit.kept} />);
}

/** Invites somebody and shows the code, this once. */
export async function invite(context: Here): Promise<Response> {
  const page = await peopleOf(context);
  const { client, language } = page.visit;
  const sent = await sentHere(context);
  const entry = { name: sent.get("name")?.[0], duty: sent.get("duty")?.[0] };
  const parsed = invitationEntry().safeParse(entry);
  if (!parsed.success) {
    const problem = problemText("invalid-body", language);
    return context.html(<PeoplePage {...page} problem={problem} typed={sent} />, 422);
  }
  const { organisationId } = page;
  const { body } = await client.invitePerson({ params: { organisationId }, body: parsed.data });
  return context.html(<PeoplePage {...page} code={body.code} />);
}

/** Takes a seat away once that is confirmed; the last lead of a coordinator stays. */
export async function removePerson(context: Here): Promise<Response> {
  const page = await peopleOf(context);
  const { visit, organisationId, address } = page;
  const sent = await sentHere(context);
  const personId = typed(sent, "personId");
  const person = page.people.find((one) => one.personId === personId);
  if (person !== undefined && !sent.has("confirmed")) {
    return context.html(
      <ConfirmPage
        visit={visit}
        title={say(visit, administration.removePerson)}
        of={person.name}
        back={{ href: address, text: say(visit, "people") }}
        texts={[say(visit, administration.removePersonText)]}
        action={`${address}/remove`}
        fields={{ personId }}
        button={administration.removePerson}
      />,
    );
  }
  try {
    await visit.client.removeSeat({ params: { organisationId, personId } });
    return leadTo(context, address, "done");
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return leadTo(context, address, "unchanged");
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const problem = problemText(error.problem.code, visit.language);
    return context.html(<PeoplePage {...page} problem={problem} />, 409);
  }
}
