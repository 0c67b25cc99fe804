import { ApiError } from "../../shared/client/errors.ts";
import { mediatorFacts } from "../../shared/contracts/directory.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { organisationId as idOf } from "../../shared/domain/case.ts";
import { administration } from "./administration-texts.ts";
import { emptyForm, errorsIn, fieldsFor, markOf, sentOf, typed } from "./forms/entry.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { MediatorPage, MediatorsPage } from "./pages/mediators.tsx";
import { ConfirmPage, saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { type Administered, administered, may } from "./rights.ts";
import { type Here, leadTo, NotForYou, sentHere } from "./visit.ts";

export type Mediator = OperationAnswer<"listMediators">["mediators"][number];
const fields = () => fieldsFor("putMediator");

type Asked = Administered & { mediators: readonly Mediator[]; address: string };
async function asked(
  context: Here,
  operation: "listMediators" | "putMediator" | "retireMediator",
  load: "true" | "false" = "false",
): Promise<Asked> {
  const of = await administered(context, operation, "register-mediator");
  const { organisationId } = of.organisation;
  const { body } = await of.visit.client.listMediators({ params: { organisationId }, query: { load } });
  return { ...of, mediators: body.mediators, address: `/console/directory/${organisationId}/mediators` };
}
const named = ({ mediators }: Asked, context: Here): Mediator => {
  const found = mediators.find(({ mediatorId }) => mediatorId === context.req.param("mediatorId"));
  if (found === undefined) throw new NotForYou();
  return found;
};

/** The mediators of an organisation with their open cases, and the form of another. */
export async function showMediators(context: Here): Promise<Response> {
  const of = await asked(context, "listMediators", "true");
  return context.html(listOf(of, saidIn(context)));
}

const listOf = (of: Asked, said: "done" | "unchanged" | undefined, form?: FormState) => (
  <MediatorsPage
    of={of}
    address={of.address}
    mediators={of.mediators}
    form={form ?? { ...emptyForm(of.visit, "putMediator"), sent: of.visit.kept ?? new Map() }}
    fields={fields()}
    said={said}
    mayAdd={may(of.seat, "putMediator")}
    mayRetire={may(of.seat, "retireMediator")}
  />
);

/** Registers a mediator under an id that is not taken. */
export async function addMediator(context: Here): Promise<Response> {
  const of = await asked(context, "putMediator", "true");
  const sent = await sentHere(context);
  const again = (errors: FormState["errors"]) =>
    context.html(listOf(of, undefined, { ...emptyForm(of.visit, "putMediator"), sent, errors }), 422);
  const mediatorId = typed(sent, "mediatorId");
  if (!idOf().safeParse(mediatorId).success) return again(new Map([["mediatorId", say(of.visit, "idWrong")]]));
  if (of.mediators.some((one) => one.mediatorId === mediatorId))
    return again(new Map([["mediatorId", say(of.visit, administration.idTaken)]]));
  return save(context, of, { mediatorId, sent }, again);
}

/** The form of a mediator as registered; the identity number is never shown. */
export async function changeMediator(context: Here): Promise<Response> {
  const of = await asked(context, "putMediator");
  const mediator = named(of, context);
  const form = { ...emptyForm(of.visit, "putMediator"), sent: of.visit.kept ?? sentOf(fields(), mediator) };
  return context.html(
    <MediatorPage
      of={of}
      address={of.address}
      mediator={mediator}
      form={form}
      fields={fields()}
      mark={of.visit.kept === undefined ? markOf(factsOf(mediator)) : typed(of.visit.kept, "form-mark")}
    />,
  );
}
const factsOf = ({ openCases: _, retired: __, ...facts }: Mediator) => facts;

/** Stores what was changed of a mediator. Where somebody changed it meanwhile, the page says so and nothing is stored yet. */
export async function storeMediator(context: Here): Promise<Response> {
  const of = await asked(context, "putMediator");
  const mediator = named(of, context);
  const sent = await sentHere(context);
  const present = markOf(factsOf(mediator));
  const again = (errors: FormState["errors"], isStale = false) =>
    context.html(
      <MediatorPage
        of={of}
        address={of.address}
        mediator={mediator}
        form={{ ...emptyForm(of.visit, "putMediator"), sent, errors }}
        fields={fields()}
        mark={isStale ? present : typed(sent, "form-mark")}
        isStale={isStale}
      />,
      isStale ? 409 : 422,
    );
  if (typed(sent, "form-mark") !== present) return again(new Map(), true);
  return save(context, of, { mediatorId: mediator.mediatorId, sent }, again);
}

async function save(
  context: Here,
  { visit, organisation, address }: Asked,
  { mediatorId, sent }: { mediatorId: string; sent: Sent },
  again: (errors: FormState["errors"]) => Response | Promise<Response>,
): Promise<Response> {
  const params = { organisationId: organisation.organisationId, mediatorId };
  // A tick that is taken away is said as well: by itself the API leaves the public payroll as it is.
  const said = { ...bodyOf(fields(), sent), publicEmployee: sent.has("publicEmployee") };
  const parsed = mediatorFacts().safeParse(said);
  try {
    const { body } = await visit.client.putMediator({ params, body: parsed.success ? parsed.data : Object(said) });
    const change = body.change === "unchanged" ? "unchanged" : "done";
    return leadTo(context, address, change);
  } catch (error) {
    return again(errorsIn(error));
  }
}

/** What the retirement of a mediator means, or taking it back, before it is done. */
export async function askRetirement(context: Here, act: "retire" | "reinstate"): Promise<Response> {
  const of = await asked(context, "retireMediator");
  const { mediatorId, name } = named(of, context);
  const { visit, address } = of;
  return context.html(
    <ConfirmPage
      visit={visit}
      title={say(visit, act === "retire" ? administration.retire : administration.takeBack)}
      of={name}
      back={{ href: address, text: say(visit, administration.mediators) }}
      texts={[say(visit, act === "retire" ? administration.retireText : administration.takeBackText)]}
      action={`${address}/${mediatorId}/${act}`}
      button={act === "retire" ? administration.retire : administration.takeBack}
    />,
  );
}

/** Retires a mediator, or takes that back. */
export async function setRetirement(context: Here, act: "retire" | "reinstate"): Promise<Response> {
  const { visit, organisation, address } = await administered(context, "retireMediator", "register-mediator").then(
    (of) => ({ ...of, address: `/console/directory/${of.organisation.organisationId}/mediators` }),
  );
  const params = {
    organisationId: organisation.organisationId,
    mediatorId: context.req.param("mediatorId") ?? "",
  };
  try {
    const { body } =
      act === "retire"
        ? await visit.client.retireMediator({ params })
        : await visit.client.reinstateMediator({ params });
    const said = body.change === "unchanged" ? "unchanged" : "done";
    return leadTo(context, address, said);
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) throw new NotForYou();
    throw error;
  }
}
