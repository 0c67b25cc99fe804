import { createHash } from "node:crypto";
import type { CaseFiles } from "../aws/case-files.ts";
import { distinct } from "../domain/audience.ts";
import { mediatorsOf } from "../domain/case.ts";
import { type CaseState, openReferrals } from "../domain/case-state.ts";
import { requireMayAdd } from "../domain/document-access.ts";
import { given } from "../domain/given.ts";
import { type PaperKind, paperKind, paperKinds } from "../domain/official-paper.ts";
import type { PartyDetails } from "../domain/party.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import { type AddedDocument, fileDocument, isAdded, loadDocument, madeAnew } from "../dynamo/document-store.ts";
import { loadNumber, takeNumber } from "../dynamo/number-store.ts";
import { agreementNumber, seriesOf, yearOf } from "../papers/agreement-number.ts";
import type { Layout } from "../papers/blocks.ts";
import type { Missing } from "../papers/draft.ts";
import type { KnownParty, PaperFacts } from "../papers/facts.ts";
import { layPaper } from "../papers/forms.ts";
import { type Occasions, occasionsOf, saidOf } from "../papers/said.ts";
import { actorOf, type Caller, may, requireRight } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import { newsOf, papersInFile, requireRoom } from "./case-papers.ts";
import { readParties } from "./case-parties.ts";
import { openEvents } from "./case-texts.ts";
import {
  draftsOf,
  type FiledDraft,
  factsFor,
  isOlder,
  type Made,
  oldDraftsIn,
  type Source,
  saysOf,
} from "./filed-drafts.ts";
import { idOf } from "./id-of.ts";
import { mediatorNamesOf, namesOf } from "./organisation-names.ts";
import { formatOf, formatsOf, lackingIn, layByTemplate } from "./paper-by-template.ts";
import { fileKey } from "./paper-places.ts";
import { inForceAt, templatesOf } from "./paper-templates.ts";
import { allSaid, requireOccasions } from "./particulars.ts";

// Official papers are made from a case when they are asked for, and lie in its file as drafts until they are signed.

export type FactPorts = Parameters<typeof readParties>[0];
type FilePorts = FactPorts & { caseFiles: CaseFiles };
type Asked = { caseId: string; reason: string | undefined };
type AskedPaper = Asked & Occasions & { kind: PaperKind };

export type Format = "pdf" | "docx";
export const mediaTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const satisfies Record<Format, string>;

/** Writes a paper in a format. */
export type WritePaper = (layout: Layout, format: Format) => Promise<Uint8Array<ArrayBuffer>>;

/** A paper of a version of a case, what its form asks for in vain, and whether the agreement had its number by then. */
export type Laid = {
  kind: PaperKind;
  layout: Layout;
  missing: Missing[];
  made: Made;
  says: string;
  stored: StoredCase;
  isNumbered: boolean;
};

/** A paper as it is listed, with what is asked for in vain. */
export type Listed = Pick<Laid, "kind" | "layout" | "missing" | "made">;

/** A paper as it would be made now; the reading of the parties is recorded. Throws `not-found`, `not-allowed`. */
export async function layPaperOf(
  ports: FactPorts,
  caller: Caller,
  { kind, caseId, reason, ...which }: AskedPaper,
): Promise<Laid> {
  const act = paperKinds[kind].by === "referrer" ? "make-letter" : "make-paper";
  const stored = await caseLedTo(ports, caller, { caseId, act });
  const { factsAt, made } = await factsOf(ports, caller, stored, reason, which);
  const facts = await factsFor(kind, ports, caller, factsAt(kind, which));
  const occasion = occasionOf(kind, facts.history, which);
  const template = inForceAt(await templatesOf(ports.table, stored.state.county), kind, ports.now());
  const laid = layPaper(kind, facts);
  return {
    kind,
    ...(template ? await layByTemplate(ports, { template, facts, laid }) : laid),
    made: { ...made, ...occasion, ...given("template", template?.version) },
    says: saysOf(kind, facts, template),
    stored,
    isNumbered: facts.number !== undefined,
  };
}

/** Of which session or visit a record is, by its number. */
function occasionOf(kind: PaperKind, history: PaperFacts["history"], which: Occasions): Occasions {
  const of = kind === "mediation_record" ? "session" : kind === "visit_record" ? "visit" : undefined;
  const number = of && (which[of] ?? occasionsOf(history, of).length);
  return of === undefined || number === 0 ? {} : given(of, number);
}

/** Every paper that the caller can make now, and the drafts of each that lie in the file: the keeper's, the referrer's, or both. */
export async function layPapersOf(
  ports: FactPorts,
  caller: Caller,
  asked: Asked,
): Promise<{ version: number; laid: Listed[]; filed: (kind: PaperKind) => FiledDraft[] }> {
  const stored = await caseLedTo(ports, caller, { caseId: asked.caseId, act: "read-case" });
  const of = stored.state;
  const kinds = kindsMadeBy(caller, of);
  const source = await factsOf(ports, caller, stored, asked.reason);
  const { factsAt, made, file } = source;
  const templates = await templatesOf(ports.table, of.county);
  const laidNow = kinds.map(async (kind) => {
    // Listing tells what each form lacks: the cover lacks nothing for want of its years.
    const ofCase = factsAt(kind, {});
    const facts = kind === "cover" ? ofCase : await factsFor(kind, ports, caller, ofCase);
    const template = inForceAt(templates, kind, ports.now());
    const ofTemplate = given("template", template?.version);
    const paper = { ...layPaper(kind, facts), ...(template && { missing: lackingIn(template, facts) }) };
    return { kind, ...paper, made: { ...made, ...ofTemplate } };
  });
  const [laid, old] = await Promise.all([Promise.all(laidNow), oldDraftsIn(ports, caller, source)]);
  return { version: made.version, laid, filed: (kind) => draftsOf(file, kind, old) };
}

/** The papers that the caller can make, the keeper's, the referrer's, or both. Throws `not-allowed` where there are none. */
function kindsMadeBy(caller: Caller, of: CaseState): PaperKind[] {
  const sends = may(caller, { act: "make-letter", of });
  if (!sends) requireRight(caller, { act: "make-paper", of });
  const keeps = may(caller, { act: "make-paper", of });
  return paperKind().options.filter((kind) => (paperKinds[kind].by === "referrer" ? sends : keeps));
}

/** The same papers, and as what each would come now; nobody's data is read. */
export async function paperFormatsOf(
  ports: FactPorts,
  caller: Caller,
  caseId: string,
): Promise<{ kind: PaperKind; formats: Format[]; template?: string }[]> {
  const { state } = await caseLedTo(ports, caller, { caseId, act: "read-case" });
  const kinds = kindsMadeBy(caller, state);
  const templates = await templatesOf(ports.table, state.county);
  return kinds.map((kind) => {
    const made = given("template", inForceAt(templates, kind, ports.now())?.version);
    return { kind, formats: formatsOf({ made }), ...made };
  });
}

/** What papers are made from. The parties are read as anybody reads them, so that nobody learns of them by a paper. */
export async function factsOf(
  ports: FactPorts,
  caller: Caller,
  { state, version }: StoredCase,
  reason: string | undefined,
  which: Occasions = {},
): Promise<Source> {
  const { caseId } = state;
  const assignment = "assignment" in state ? state.assignment : undefined;
  const numbering = toBeNumbered(state);
  const [parties, history, file, { all, revision }, number] = await Promise.all([
    readParties(ports, caller, { caseId, reason }),
    loadHistory(ports.table, caseId).then((events) => openEvents(ports, state, events)),
    papersInFile(ports.table, state),
    allSaid(ports, state),
    numbering && loadNumber(ports.table, caseId, numbering),
  ]);
  requireOccasions(history, which);
  const declined = history.findLast((event) => event.type === "assignment.declined")?.data.organisationId;
  const ids = [
    ...openReferrals(state).map(({ agencyId }) => agencyId),
    state.referrals[0].agencyId,
    assignment?.organisationId,
    state.agreement?.reachedBy,
    state.coordinatorId,
    state.confirmation?.courtId,
    declined,
  ];
  const named = mediatorsOf(assignment);
  const [names, mediators] = await Promise.all([
    namesOf(ports.table, distinct(ids)),
    mediatorNamesOf(ports.table, assignment?.organisationId ?? "", named),
  ]);
  const called = new Map(Object.entries(mediators));
  const factsAt: Source["factsAt"] = (kind, which) => {
    // Facts that the body was told take the place of those that came with the referral; the referrer does not read them.
    const told = paperKinds[kind].by === "referrer" ? {} : saidOf(all, history, which);
    const said = { ...given("requested", parties.requested), ...told };
    return {
      version,
      at: history.at(-1)?.at ?? state.submittedAt,
      state,
      history,
      parties: { ...parties, parties: detailed(parties.parties, said.partyDetails) },
      names: new Map(Object.entries(names)),
      mediators: named.map((id) => called.get(id) ?? id),
      // A draft is none of the papers of which the file consists.
      papers: file.filter(({ madeFrom }) => madeFrom === undefined),
      said,
      which,
      ...given("number", number),
    };
  };
  return { state, factsAt, made: { version, particulars: revision }, file };
}

/** The parties with what the body that mediates said of each. */
const detailed = (parties: readonly KnownParty[], details: PartyDetails = []): KnownParty[] =>
  parties.map((party, index) => {
    const { party: _, ...said } = details.find((one) => one.party === index + 1) ?? { party: 0 };
    return { ...party, ...said };
  });

/**
 * Puts a paper, made now, into the file as a draft. The same paper again is the one that lies there: its id comes from its bytes, so
 * that two who file it at once file one. Throws `not-found`, `not-allowed` and `CommandError`.
 */
export async function filePaper(
  ports: FilePorts,
  caller: Caller,
  { format: asFormat, ...asked }: AskedPaper & { format: Format | undefined },
  write: WritePaper,
): Promise<{ outcome: "filed" | "there"; document: AddedDocument }> {
  const drafted = await layPaperOf(ports, caller, asked);
  const format = formatOf(drafted, asFormat);
  const { kind, stored } = drafted;
  const { state } = stored;
  const { document, zh } = paperKinds[kind];
  requireMayAdd(state, caller, document);
  // Somebody who files it at the same time may have taken the number since this one was laid out without it.
  const lacksNumber = (kind === "agreement" || kind === "oral_agreement_form") && !drafted.isNumbered;
  const { layout, made, says } =
    lacksNumber && (await numberAgreement(ports, state)) ? await layPaperOf(ports, caller, asked) : drafted;
  formatOf({ made }, format);
  const bytes = await write(layout, format);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const place = { caseId: state.caseId, documentId: idOf([state.caseId, kind, sha256]) };
  const there = await loadDocument(ports.table, place.caseId, place.documentId);
  const madeFrom = { paper: kind, ...made };
  if (there !== undefined && isAdded(there)) {
    // The same bytes come of what the case says now: they are no older than that.
    const isBehind = there.says !== says || isOlder(there, { made, says });
    return {
      outcome: "there",
      document: isBehind ? await madeAnew(ports.table, there, place.caseId, { madeFrom, says }) : there,
    };
  }
  await requireRoom(ports.table, caller, state);
  const facts = { contentType: mediaTypes[format], sizeBytes: bytes.length, sha256 };
  const at = ports.now();
  await ports.caseFiles.add(fileKey(place), facts, bytes, at);
  const filed = await fileDocument(ports.table, place.caseId, {
    documentId: place.documentId,
    kind: document,
    name: `${zh}.${format}`,
    ...facts,
    addedBy: actorOf(caller),
    announcedAt: at,
    addedAt: at,
    madeFrom,
    says,
    news: newsOf({ ...stored, version: made.version }, { kind: document, madeFrom }, caller.organisationId),
  });
  return { outcome: filed.addedAt === at ? "filed" : "there", document: filed };
}

/** The body whose next agreement in a case is yet to be numbered or recorded: with its record it bears the number said there. */
const toBeNumbered = (state: CaseState): string | undefined =>
  state.status === "mediating" && state.agreement === undefined ? state.assignment.organisationId : undefined;

/** Gives the agreement of a case its number in the series of the body that mediates, once; whether it has one after that. */
async function numberAgreement({ table, now }: FactPorts, state: CaseState): Promise<boolean> {
  const organisationId = toBeNumbered(state);
  if (organisationId === undefined) return false;
  if ((await loadNumber(table, state.caseId, organisationId)) !== undefined) return true;
  const { name, numberSeries = seriesOf(name) } = (await loadOrganisation(table, organisationId))?.facts ?? {
    name: organisationId,
  };
  const year = yearOf(now());
  const place = { caseId: state.caseId, organisationId, year };
  await takeNumber(table, place, (number) => agreementNumber(year, numberSeries, number));
  return true;
}
