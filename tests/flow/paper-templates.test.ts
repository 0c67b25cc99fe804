import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { madeForm } from "../../infra/demo/archivist.ts";
import type { Client } from "../../shared/client/client.ts";
import { bindFile, readPaper } from "../../shared/client/documents.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { checkedFetch, openDocument } from "../support/api-document.ts";
import { agreementTemplate, templateOf } from "../support/paper-templates.ts";
import { docxText } from "../support/paper-texts.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { day, minute, police, refer, startTown, type Town, townCommittee, villageCommittee } from "../support/town.ts";

const checked = checkedFetch(openDocument());
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const kind = "agreement" as const;
let town: Town;
let committee: Client;
let zhao: Client;
let caseId: string;
let template: string;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee]);
  committee = await town.clientOf(villageCommittee, { officer: "Li", fetch: checked.fetch });
  zhao = await town.clientOf("justice-bureau", { officer: "Zhao", fetch: checked.fetch });
  caseId = await refer(town, "templates-1");
  await mediate(committee, caseId);
  await settleCase(committee, caseId);
  template = (await agreementTemplate("样例县协议书（甲版）")).toString("base64");
});
afterAll(() => town?.stop());

const dayIn = (days: number): string => shanghaiDate(new Date(town.now() + days * day).toISOString());
const load = (version: string, body: Parameters<Client["loadTemplate"]>[0]["body"], client = zhao) =>
  client.loadTemplate({ params: { kind, version }, body });
const render = (format: "pdf" | "docx") =>
  committee.download("renderPaper", format === "docx" ? docx : "application/pdf", {
    params: { caseId, kind },
    query: { format },
  });
const agreementListed = async () =>
  (await committee.listPapers({ params: { caseId } })).body.papers.find((paper) => paper.kind === kind);

describe("a county's template of a form", () => {
  it("is judged and shown before it is loaded, without any case", async () => {
    const { body } = await zhao.previewTemplate({ params: { kind }, body: { docx: template } });
    expect(body.fields).toContain("当事人.姓名");
    const shown = await zhao.download("previewTemplate", docx, {
      params: { kind },
      query: { format: "docx" },
      body: { docx: template },
    });
    expect(docxText(shown.bytes)).toContain("样例县协议书（甲版）编号：〔2026〕样例调字第1号");
    expect((await zhao.listTemplates()).body.templates).toEqual([]);
    const { body: known } = await zhao.listTemplateFields({ params: { kind } });
    expect(known.fields.map(({ tag }) => tag)).toContain("{#当事人}{姓名}{/当事人}");
    expect(known.required).toContainEqual(["{协议书编号}"]);
  });

  it("is refused with each field that is unknown or missing, by name", async () => {
    const wrong = (await templateOf({ block: "title", text: "{协议编号}" })).toString("base64");
    const problem = await problemOf(load("wrong", { effectiveFrom: dayIn(1), docx: wrong }));
    expect(problem.code).toBe("invalid-body");
    expect(problem.errors).toContainEqual({
      path: "/docx",
      code: "unknown-template-field",
      message: "This form has no such field. ({协议编号})",
    });
    expect(problem.errors).toContainEqual({
      path: "/docx",
      code: "missing-template-field",
      message: "This form needs this field. ({协议书编号})",
    });
    const broken = Buffer.from("no document").toString("base64");
    expect(await problemCodeOf(load("wrong", { effectiveFrom: dayIn(1), docx: broken }))).toBe("422 invalid-body");
    expect((await zhao.listTemplates()).body.templates).toEqual([]);
  });

  it("is loaded once, with who did it; again it is a repeat, and other content needs a version of its own", async () => {
    const body = { effectiveFrom: dayIn(1), docx: template };
    const dry = await zhao.loadTemplate({ params: { kind, version: "1" }, query: { dryRun: "true" }, body });
    expect([dry.status, dry.body.outcome]).toEqual([200, "checked"]);
    const loaded = await load("1", body);
    const sha256 = createHash("sha256").update(Buffer.from(template, "base64")).digest("hex");
    expect([loaded.status, loaded.body]).toMatchObject([201, { outcome: "stored", sha256 }]);
    expect((await load("1", body)).body.outcome).toBe("repeated");
    expect(await problemCodeOf(load("1", { ...body, effectiveFrom: dayIn(2) }))).toBe("409 version-taken");
    expect((await zhao.listTemplates()).body.templates).toMatchObject([
      { kind, version: "1", sha256, bundled: false, inForce: false, loadedBy: { officer: "Zhao" } },
    ]);
    const kept = await zhao.download("showTemplate", docx, {
      params: { kind, version: "1" },
      query: { format: "docx" },
    });
    expect(Buffer.from(kept.bytes).toString("base64")).toBe(template);
    const { entries } = (await zhao.listAccess({ params: { organisationId: "justice-bureau" } })).body;
    expect(entries[0]).toMatchObject({
      act: "template-loaded",
      by: { officer: "Zhao" },
      about: `人民调解协议书 1 ${sha256} ${dayIn(1)}`,
    });
  });

  it("needs a reason to hold today, and is none of the committee's to load or see", async () => {
    const problem = await problemOf(load("today", { effectiveFrom: dayIn(0), docx: template }));
    expect(problem.errors?.map(({ path, code }) => [path, code])).toEqual([["/lateReason", "reason-required"]]);
    expect(await problemCodeOf(load("2", { effectiveFrom: dayIn(1), docx: template }, committee))).toBe(
      "403 not-allowed",
    );
    expect(await problemCodeOf(committee.listTemplates())).toBe("403 not-allowed");
    expect(await problemCodeOf(load("2", { effectiveFrom: dayIn(1), docx: template, bundled: true }))).toBe(
      "422 invalid-body",
    );
    expect(await problemCodeOf(load("2", { effectiveFrom: dayIn(1) }))).toBe("422 invalid-body");
  });

  it("is loaded by one of two who load other content under one version at once", async () => {
    const other = (await agreementTemplate("样例县协议书（乙版）")).toString("base64");
    const qian = await town.clientOf("justice-bureau", { officer: "Qian" });
    const outcomes = await Promise.all(
      [
        load("both", { effectiveFrom: dayIn(2), docx: template }),
        load("both", { effectiveFrom: dayIn(2), docx: other }, qian),
      ].map((call) =>
        call.then(
          ({ status }) => String(status),
          (error) => problemCodeOf(Promise.reject(error)),
        ),
      ),
    );
    expect(outcomes.toSorted()).toEqual(["201", "409 version-taken"]);
    expect((await zhao.listTemplates()).body.templates.filter(({ version }) => version === "both")).toHaveLength(1);
    // Taken back for the day on which it would begin, it makes no paper.
    expect((await load("3", { effectiveFrom: dayIn(2), bundled: true })).status).toBe(201);
  });

  it("makes papers from its day on, as DOCX alone, and a paper that lies in a file stays as it was", async () => {
    const before = await committee.filePaper({ params: { caseId, kind } });
    expect([before.body.contentType, before.body.madeFrom?.template]).toEqual(["application/pdf", undefined]);
    expect(await agreementListed()).toMatchObject({ formats: ["pdf", "docx"] });

    town.advance(day);
    expect(await agreementListed()).toMatchObject({ formats: ["docx"], template: "1" });
    const { parties } = (await committee.showParties({ params: { caseId } })).body;
    const [one, again] = [await render("docx"), await render("docx")];
    expect(Buffer.from(one.bytes).equals(Buffer.from(again.bytes))).toBe(true);
    const text = docxText(one.bytes);
    expect(text).toContain("样例县协议书（甲版）");
    for (const { name } of parties) expect(text).toContain(name);
    const refused = await problemOf(render("pdf"));
    expect([refused.status, refused.code, refused["template"]]).toEqual([409, "docx-only", "1"]);
    expect(await problemCodeOf(committee.filePaper({ params: { caseId, kind }, query: { format: "pdf" } }))).toBe(
      "409 docx-only",
    );

    const reads = async () => (await zhao.listReadings({ params: { caseId } })).body.readings.length;
    const readBefore = await reads();
    const { papers } = (await committee.listPaperFormats({ params: { caseId } })).body;
    expect(papers.find((one) => one.kind === kind)).toEqual({ kind, formats: ["docx"], template: "1" });
    expect(papers.find((one) => one.kind === "rights_notice")).toEqual({
      kind: "rights_notice",
      formats: ["pdf", "docx"],
    });
    expect(await reads(), "to ask as what papers come reads no party").toBe(readBefore);
    expect((await madeForm(committee, { caseId, kind }, villageCommittee)).format).toBe("docx");
    expect((await madeForm(committee, { caseId, kind: "rights_notice" }, villageCommittee)).format).toBe("pdf");

    const filed = await committee.filePaper({ params: { caseId, kind } });
    expect([filed.status, filed.body.contentType, filed.body.madeFrom?.template]).toEqual([201, docx, "1"]);
    expect((await committee.filePaper({ params: { caseId, kind } })).body.documentId).toBe(filed.body.documentId);
    const read = await readPaper(committee, caseId, filed.body.documentId);
    expect(createHash("sha256").update(read.bytes).digest("hex")).toBe(filed.body.sha256);
    expect((await agreementListed())?.filed).toMatchObject([
      { documentId: before.body.documentId },
      { documentId: filed.body.documentId, template: "1", older: false },
    ]);
    const { bound } = await bindFile(committee, { params: { caseId } });
    const agreements = bound.papers.filter((paper) => paper.kind === kind && paper.draft);
    expect(agreements, "the draft of the county's own form has replaced that of the bundled one").toMatchObject([
      { documentId: filed.body.documentId },
    ]);
    expect(agreements[0]?.pages, "a DOCX is in the ZIP alone").toBeUndefined();
  });

  it("is taken back by the bundled form, from a day on", async () => {
    town.advance(day);
    expect(await agreementListed()).toMatchObject({ formats: ["pdf", "docx"] });
    expect(
      Buffer.from((await render("pdf")).bytes)
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    const listed = (await zhao.listTemplates()).body.templates.filter(({ inForce }) => inForce);
    expect(listed).toMatchObject([{ version: "3", bundled: true }]);
  });

  it("holds today with a reason, at the latest a minute later", async () => {
    await load("4", { effectiveFrom: dayIn(0), lateReason: "原格式有误", docx: template });
    town.advance(2 * minute);
    expect(await agreementListed()).toMatchObject({ formats: ["docx"], template: "4" });
  });
});
