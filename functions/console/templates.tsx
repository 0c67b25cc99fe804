import type { Hono } from "hono";
import { ApiError } from "../../shared/client/errors.ts";
import type { FieldError } from "../../shared/contracts/problems.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { given } from "../../shared/domain/given.ts";
import { paperKinds, type TemplateKind, templateKind } from "../../shared/domain/official-paper.ts";
import type { Seat } from "../../shared/domain/rights.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { fileAnswer } from "./file-answer.ts";
import { typed as text } from "./forms/entry.ts";
import type { Sent } from "./forms/step-form.ts";
import { addForm, givenBack, keepsAllBut, keepsNothing } from "./kept.ts";
import { CheckedTemplatePage, TemplatePage, TemplatesPage } from "./pages/templates.tsx";
import { saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { unlessChanged } from "./rules.tsx";
import { templateTexts } from "./template-texts.ts";
import { type Environment, type Here, leadTo, NotForYou, type Visit } from "./visit.ts";

export type Template = OperationAnswer<"listTemplates">["templates"][number];
/** What somebody typed of a version that is to be loaded. */
export type TypedTemplate = Readonly<Record<"version" | "effectiveFrom" | "lateReason", string>> & { bundled: boolean };
/** What was typed of a version that is not loaded yet, with the document that was chosen, and what is wrong with it. */
export type OpenTemplate = { typed: TypedTemplate; document?: string | undefined; faults: readonly string[] };

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const bytesAtMost = 190_000;
const places = "/console/templates";

/** The pages on which a county's own templates of the official forms are kept. */
export function addTemplates(app: Hono<Environment>): void {
  app.get(places, showTemplates);
  const keeps = keepsAllBut("docx");
  addForm(app, `${places}/:paper`, (context) => showForm(context), load, { keeps, asksAgain: "file" });
  const page = (address: string) => address.replace(/\/preview$/, "");
  // A version that is there already is named by a button.
  const keepsTyped = (sent: Sent): Sent => (sent.has("docx") ? keeps(sent) : keepsNothing());
  app.post(`${places}/:paper/preview`, givenBack({ page, keeps: keepsTyped, asksAgain: "file" }), preview);
  app.get(`${places}/:paper/:version`, original);
}

/** Whether somebody may look at the templates of the own county, or load some. */
export const readsTemplates = (seat: Seat): boolean =>
  may(seat, "listTemplates", { act: "read-templates", county: countyOf(seat.divisionCode) });
const loadsTemplates = (seat: Seat): boolean =>
  may(seat, "loadTemplate", { act: "load-template", county: countyOf(seat.divisionCode) });

/** Who looks, and at which form; the address of none is nothing. */
async function asked(context: Here): Promise<{ visit: Visit; kind: TemplateKind; mayLoad: boolean }> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  const kind = templateKind().options.find((one) => one === context.req.param("paper"));
  if (kind === undefined || !readsTemplates(seat)) throw new NotForYou();
  return { visit, kind, mayLoad: loadsTemplates(seat) };
}

async function showTemplates(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!readsTemplates(seat)) throw new NotForYou();
  const { templates } = (await visit.client.listTemplates()).body;
  return context.html(<TemplatesPage visit={visit} templates={templates} />);
}

/** A form: its versions, what its template can name, and where another is loaded. */
async function showForm(context: Here, open?: OpenTemplate, status: 200 | 409 | 422 = 200): Promise<Response> {
  const { visit, kind, mayLoad } = await asked(context);
  const [{ body: loaded }, { body: known }] = await Promise.all([
    visit.client.listTemplates(),
    visit.client.listTemplateFields({ params: { kind } }),
  ]);
  const page = (
    <TemplatePage
      visit={visit}
      kind={kind}
      templates={loaded.templates.filter((one) => one.kind === kind)}
      known={known}
      mayLoad={mayLoad}
      said={saidIn(context)}
      open={open ?? (visit.kept && { typed: typedIn(visit.kept), faults: [] })}
    />
  );
  return context.html(page, status);
}

/** Shows what a document names; once that is confirmed, loads it for good. */
async function load(context: Here): Promise<Response> {
  const { visit, kind, mayLoad } = await asked(context);
  if (!mayLoad) throw new NotForYou();
  const { typed, document, revision, isBack, fault } = await readIn(context);
  if (isBack) return showForm(context, { typed, document, faults: [] });
  if (fault !== undefined)
    return showForm(context, { typed, document, faults: [say(visit, templateTexts[fault])] }, 422);
  const { version, effectiveFrom, lateReason } = typed;
  const body = {
    ...{ effectiveFrom, ...given("lateReason", lateReason === "" ? undefined : lateReason) },
    ...(document === undefined ? { bundled: true as const } : { docx: document }),
  };
  try {
    const send = (query: { dryRun: "true" | "false"; revision?: string }) =>
      visit.client.loadTemplate({ params: { kind, version }, query, body });
    if (revision !== "") {
      const loaded = await send({ dryRun: "false", revision }).catch(unlessChanged);
      const outcome = loaded?.body.outcome === "stored" ? "done" : "unchanged";
      if (loaded !== undefined) return leadTo(context, `${places}/${kind}`, outcome);
    }
    const { body: answer } = await send({ dryRun: "true" });
    if (answer.outcome === "repeated") return leadTo(context, `${places}/${kind}`, "unchanged");
    const others = (await visit.client.listTemplates()).body.templates.filter((one) => one.kind === kind);
    return context.html(
      <CheckedTemplatePage
        visit={visit}
        kind={kind}
        typed={typed}
        document={document}
        answer={answer}
        others={others}
        isStale={revision !== ""}
      />,
      revision === "" ? 200 : 409,
    );
  } catch (error) {
    if (!(error instanceof ApiError) || ![400, 409, 422].includes(error.status)) throw error;
    const { errors = [], code } = error.problem;
    const faults = errors.length > 0 ? errors.map((one) => faultText(visit, one)) : [problemText(code, visit.language)];
    return showForm(context, { typed, document, faults }, error.status === 409 ? 409 : 422);
  }
}

const isTyped = (name: string): name is "version" | "effectiveFrom" | "lateReason" =>
  ["version", "effectiveFrom", "lateReason"].includes(name);
/** What is wrong, after the name of the field with which it is, where that is one of the form. */
function faultText(visit: Visit, { path, message }: FieldError): string {
  const name = path.replace(/^\//, "");
  return isTyped(name) ? `${say(visit, templateTexts[name])}${say(visit, "colon")}${message}` : message;
}

type ReadTemplate = {
  typed: TypedTemplate;
  /** The DOCX in Base64; undefined where the form is to be the bundled one again. */
  document?: string;
  /** What it was compared with, where that was looked at. */
  revision: string;
  isBack: boolean;
  fault?: "fileMissing" | "fileTooLarge";
};
async function readIn(context: Here): Promise<ReadTemplate> {
  const form = await context.req.formData();
  const { sent = new Map() } = context.get("visit");
  const typed = typedIn(sent);
  const read = { typed, revision: text(sent, "revision"), isBack: sent.has("back") };
  const file = form.get("file");
  const isFile = file !== null && typeof file !== "string" && file.size > 0;
  // A document that was chosen before stays chosen, unless another one is, or none is wanted.
  const kept = typed.bundled ? "" : text(sent, "docx");
  if (isFile && file.size > bytesAtMost) return { ...read, ...ofDocument(kept), fault: "fileTooLarge" };
  const document = isFile ? Buffer.from(await file.arrayBuffer()).toString("base64") : kept;
  const chosen = { ...read, ...ofDocument(document) };
  // A person who chose a document and ticked that there is none meant one of the two.
  return (document === "") !== typed.bundled ? { ...chosen, fault: "fileMissing" } : chosen;
}

const ofDocument = (document: string) => given("document", document === "" ? undefined : document);
const typedIn = (sent: Sent): TypedTemplate => ({
  ...{
    version: text(sent, "version"),
    effectiveFrom: text(sent, "effectiveFrom"),
    lateReason: text(sent, "lateReason"),
  },
  bundled: sent.has("bundled"),
});

/** The paper with invented people, of a document that was checked or of a version that was loaded. */
async function preview(context: Here): Promise<Response> {
  const { visit, kind, mayLoad } = await asked(context);
  if (!mayLoad) throw new NotForYou();
  const { sent = new Map() } = visit;
  const document = text(sent, "docx");
  const body = document === "" ? { version: text(sent, "version") } : { docx: document };
  const request = { params: { kind }, query: { format: "docx" }, body } as const;
  const { bytes } = await visit.client.download("previewTemplate", docx, request);
  return fileAnswer(`${paperKinds[kind].zh}-${say(visit, templateTexts.preview)}.docx`, docx, bytes);
}

/** A version as it was loaded. */
async function original(context: Here): Promise<Response> {
  const { visit, kind } = await asked(context);
  const version = context.req.param("version") ?? "";
  const request = { params: { kind, version }, query: { format: "docx" } } as const;
  const { bytes } = await visit.client.download("showTemplate", docx, request);
  return fileAnswer(`${paperKinds[kind].zh}-${version}.docx`, docx, bytes);
}
