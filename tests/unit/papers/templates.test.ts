import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type TemplateKind, templateKind } from "../../../shared/domain/official-paper.ts";
import { cell, line, paragraph } from "../../../shared/papers/blocks.ts";
import type { PaperFacts } from "../../../shared/papers/facts.ts";
import { judgeTemplate } from "../../../shared/papers/templates/check.ts";
import { templatesDocument } from "../../../shared/papers/templates/document.ts";
import { isList } from "../../../shared/papers/templates/field.ts";
import { fillTemplate } from "../../../shared/papers/templates/fill.ts";
import { fieldsOf } from "../../../shared/papers/templates/form-fields.ts";
import { pathsOf, requiredOf } from "../../../shared/papers/templates/required.ts";
import { sampleValues, type Values, valuesOf } from "../../../shared/papers/templates/values.ts";
import { performed } from "../../support/cases.ts";
import { everythingSaid, nameless, paperFacts, rare, readForOne, works, zhang } from "../../support/paper-facts.ts";
import { agreementTemplate, templateOf, wholeTemplate, withParts } from "../../support/paper-templates.ts";
import { docxText, squeezed } from "../../support/paper-texts.ts";

const kinds = templateKind().options;
const about = { title: "样例", at: "2026-03-02T00:00:00.000Z" };
const faultsIn = (kind: TemplateKind, bytes: Uint8Array): string[] =>
  (judgeTemplate(kind, bytes).faults ?? []).map(({ code, about: what }) => `${code} ${what}`);
const fieldsIn = (kind: TemplateKind, bytes: Uint8Array): string[] => {
  const judged = judgeTemplate(kind, bytes);
  if (judged.faults !== undefined) throw new Error(JSON.stringify(judged.faults));
  return judged.fields;
};

/** What a template that names everything says, by the values alone. */
const expected = (kind: TemplateKind, values: Values): string =>
  Object.entries(fieldsOf(kind))
    .map(([name, field]) => {
      const value = values[name] ?? "";
      if (!isList(field)) return `${name}〔${String(value)}〕`;
      const parts = Object.keys(field.fields);
      return (typeof value === "string" ? [] : value)
        .map((row) => parts.map((part) => `${name}${part}〔${row[part]}〕`).join("；"))
        .join("");
    })
    .join("");

async function filled(kind: TemplateKind, facts: PaperFacts): Promise<string> {
  const bytes = await wholeTemplate(kind);
  const { values } = valuesOf(kind, fieldsIn(kind, bytes), facts);
  const text = docxText(fillTemplate(bytes, values, about));
  expect(squeezed(text), kind).toBe(squeezed(`全部字段${expected(kind, values)}`));
  return text;
}

const hostile = '{姓名}{{#each}}{/当事人}{#当事人} <w:t>&amp;</w:t> "&" ]]> \u0000\u0007\uFFFE\u202E {=[[ ]]=} {@raw}';
const shownHostile = '{姓名}{{#each}}{/当事人}{#当事人} <w:t>&amp;</w:t> "&" ]]>  {=[[ ]]=} {@raw}';

describe("a template of every form", () => {
  it.each(kinds)("%s says what the case says, in rare characters too", async (kind) => {
    const text = await filled(
      kind,
      paperFacts({
        ...readForOne,
        said: everythingSaid,
        parties: { summary: "界址纠纷。", parties: [zhang, rare, works] },
      }),
    );
    if (kind === "incentive_form")
      expect(text).toContain("申报金额〔150.00元（大写：壹佰伍拾元整）〕办理情况〔已审批（");
    for (const { name, phone = "" } of [zhang, rare, works]) {
      expect(text).toContain(`〔${name}〕`);
      expect(text).toContain(`〔${phone}〕`);
    }
    expect(text).toContain("〔界址纠纷。〕");
    expect(text).toContain("〔样例镇人民调解委员会〕");
  });

  it.each(kinds)("%s leaves empty what is not known, and names it as missing", async (kind) => {
    const facts = paperFacts({
      mediators: [],
      history: [],
      papers: [],
      parties: { summary: "样例", parties: [nameless] },
    });
    const text = await filled(kind, facts);
    expect(text).toContain("当事人民族〔〕");
    expect(text).toContain("调解员〔〕");
    const { missing } = valuesOf(kind, fieldsIn(kind, await wholeTemplate(kind)), facts);
    expect(missing.map(({ field }) => field)).toEqual(expect.arrayContaining(["parties.0.ethnicity", "mediators"]));
  });

  it.each(kinds)("%s says nothing of parties that were erased", async (kind) => {
    expect(await filled(kind, paperFacts({ parties: undefined }))).toContain("当事人姓名〔〕");
  });

  it.each(kinds)("%s takes fifty parties, long facts and clauses", async (kind) => {
    const parties = Array.from({ length: 50 }, (_, index) => ({ ...zhang, name: `样例${index}㛃𬎆` }));
    const clauses = Array.from({ length: 50 }, (_, index) => ({ text: `第${index}条𬎆` }));
    const summary = "界址纠纷𬎆".repeat(800).slice(0, 4_000);
    const text = await filled(kind, paperFacts({ said: { clauses }, parties: { summary, parties } }));
    expect(text.split("当事人姓名〔样例49㛃𬎆〕").length - 1).toBeGreaterThanOrEqual(1);
    expect(text).toContain(summary);
  });

  it.each(kinds)("%s keeps hostile text as text in every field", async (kind) => {
    const person = {
      ...zhang,
      name: hostile,
      address: hostile,
      occupation: hostile,
      ethnicity: hostile,
      phone: hostile,
    };
    const facts = paperFacts({
      said: {
        requested: hostile,
        session: { place: hostile, attendance: hostile, recorder: hostile, record: hostile },
        clauses: [{ text: hostile, payee: hostile, way: hostile }],
        breach: hostile,
        visit: { visitor: hostile, finding: hostile },
      },
      mediators: [hostile],
      papers: [{ kind: "other", name: hostile, addedAt: about.at }],
      parties: { summary: hostile, parties: [person, person] },
    });
    const text = await filled(kind, facts);
    expect(text).toContain(`纠纷简要情况〔${shownHostile}〕`);
  });

  it.each(kinds)("%s is the same bytes for the same case", async (kind) => {
    const bytes = await wholeTemplate(kind);
    const { values } = valuesOf(kind, fieldsIn(kind, bytes), paperFacts({ said: everythingSaid }));
    const [one, other] = [fillTemplate(bytes, values, about), fillTemplate(bytes, values, about)];
    expect(one.equals(other)).toBe(true);
    expect(fillTemplate(bytes, values, { ...about, at: "2026-03-03T00:00:00.000Z" }).equals(one)).toBe(false);
  });

  it.each(kinds)("%s is shown with invented people before it is in force", async (kind) => {
    const bytes = await wholeTemplate(kind);
    const text = docxText(fillTemplate(bytes, sampleValues(kind, fieldsIn(kind, bytes)), about));
    expect(text).toContain("当事人姓名〔张样例〕");
    expect(text).toContain("当事人姓名〔李㛃𬎆〕");
    for (const [name, field] of Object.entries(fieldsOf(kind)))
      if (!isList(field) && name !== "第三人姓名") expect(field.sample, name).not.toBe("");
  });

  it.each(kinds)("%s asks for nothing that it does not know", (kind) => {
    const paths = pathsOf(kind);
    expect(requiredOf(kind).length).toBeGreaterThan(0);
    for (const path of requiredOf(kind).flat()) expect(paths, kind).toContain(path);
    expect(faultsIn(kind, new Uint8Array())).toEqual(["not-a-document ZIP"]);
  });
});

describe("an agreement by its county's template", () => {
  const facts = paperFacts({ said: everythingSaid, state: performed() });

  it("repeats rows of a table and paragraphs, and shows a part only where there is something", async () => {
    const bytes = await agreementTemplate();
    const fields = fieldsIn("agreement", bytes);
    const text = docxText(fillTemplate(bytes, valuesOf("agreement", fields, facts).values, about));
    expect(text).toContain("申请人张样例男样例省样例市样例镇样例路1号被申请人李㛃𬎆女样例省样例市样例镇样例村2号");
    expect(text).toMatch(/1．被申请人拆除越界围墙（期限：2026年4月30日）2．被申请人赔偿申请人损失（金额12340\.56元/);
    expect(text).toContain("违约责任：逾期按未付金额每日万分之五支付违约金。");
    const { breach: _, ...said } = everythingSaid;
    const without = valuesOf("agreement", fields, { ...facts, said }).values;
    expect(docxText(fillTemplate(bytes, without, about))).not.toContain("违约责任");
  });

  it("misses what its template asks for, and nothing else", async () => {
    const fields = fieldsIn("agreement", await agreementTemplate());
    const bare = paperFacts({ parties: { summary: "样例", parties: [nameless] } });
    expect(
      valuesOf("agreement", fields, bare)
        .missing.map(({ field }) => field)
        .toSorted(),
    ).toEqual(["clauses", "parties.0.address", "parties.0.sex"]);
  });

  it("finds a field that Word has split over several runs, with marks of its checkers between", async () => {
    const split = withParts(await agreementTemplate(), {
      "word/document.xml": (xml) =>
        xml.replace(
          "{协议书编号}",
          '{协</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>议书编</w:t></w:r><w:r><w:t>号}',
        ),
    });
    const text = docxText(
      fillTemplate(split, valuesOf("agreement", fieldsIn("agreement", split), facts).values, about),
    );
    expect(text).toContain(`编号：${facts.state.agreement?.documentNumber}`);
    expect(text).not.toMatch(/[{}]/);
  });

  it("carries no names of those who wrote the template", async () => {
    const bytes = withParts(await agreementTemplate(), {
      "docProps/core.xml": (xml) => xml.replaceAll("Accord", "编者样例{没有此项}"),
    });
    const made = fillTemplate(bytes, valuesOf("agreement", fieldsIn("agreement", bytes), facts).values, about);
    expect(Buffer.from(withParts(made, {})).includes(Buffer.from("编者样例"))).toBe(false);
    withParts(made, {
      "docProps/core.xml": (xml) => {
        expect(xml).toContain("<dc:title>样例</dc:title>");
        expect(xml).toContain("2026-03-02T00:00:00Z");
        expect(xml).not.toContain("编者样例");
        return xml;
      },
    });
  });
});

describe("a template is refused", () => {
  it("with each field that its form does not know, and each that it lacks, by name", async () => {
    const bytes = await templateOf(
      line("{协议编号}"),
      paragraph("{姓名}"),
      paragraph("{当事人}"),
      paragraph("｛调解员｝"),
    );
    expect(faultsIn("agreement", bytes)).toEqual([
      "full-width-brackets ｛调解员｝",
      "unknown-template-field {协议编号}",
      "unknown-template-field {姓名} → {#当事人}{姓名}{/当事人}",
      "template-syntax {当事人} → {#当事人}…{/当事人}",
      "missing-template-field {当事人姓名} / {申请人姓名} / {被申请人姓名} / {#当事人}{姓名}{/当事人} / {#申请人}{姓名}{/申请人} / {#被申请人}{姓名}{/被申请人}",
      "missing-template-field {协议书编号}",
      "missing-template-field {纠纷简要情况}",
      "missing-template-field {#协议内容}{条款}{/协议内容} / {#协议内容}{内容}{/协议内容}",
      "missing-template-field {#协议内容}{条款}{/协议内容} / {#协议内容}{金额}{/协议内容} / {#协议内容}{大写金额}{/协议内容}",
      "missing-template-field {#协议内容}{条款}{/协议内容} / {#协议内容}{期限}{/协议内容}",
      "missing-template-field {履行方式}",
      "missing-template-field {违约责任}",
      "missing-template-field {调解组织}",
    ]);
  });

  it("with the names of what every object has", async () => {
    const bytes = await templateOf(
      line("{constructor}{__proto__}{toString}"),
      paragraph("{#当事人}{constructor}{/当事人}"),
    );
    expect(faultsIn("rights_notice", bytes).filter((fault) => fault.startsWith("unknown"))).toEqual([
      "unknown-template-field {constructor}",
      "unknown-template-field {__proto__}",
      "unknown-template-field {toString}",
    ]);
  });

  it.each([
    ["{协议书编号", "unclosed_tag {协议书编号}"],
    ["协议书编号}", "unopened_tag {协议书编号}"],
    ["{#当事人}{姓名}", "unclosed_loop {当事人}"],
    ["{/当事人}", "unopened_loop {当事人}"],
    ["{@协议书编号}", "{@协议书编号}"],
  ])("where a tag cannot be read: %s", async (text, what) => {
    expect(faultsIn("agreement", await templateOf(line(text)))).toContain(`template-syntax ${what}`);
  });

  it.each([
    ["{#当事人}{#当事人}{姓名}{/当事人}{/当事人}", "{#当事人}{#当事人}"],
    ["{#当事人}{#协议内容}{条款}{/协议内容}{/当事人}", "{#当事人}{#协议内容}"],
    ["{#履行方式}{#履行方式}{履行方式}{/履行方式}{/履行方式}", "{#履行方式}{#履行方式}"],
  ])("where something is repeated within what is repeated: %s", async (text, what) => {
    expect(faultsIn("agreement", await templateOf(line(text)))).toContain(`template-syntax ${what}`);
  });

  it("where it changes the brackets", async () => {
    const faults = faultsIn("agreement", await templateOf(line("{=[[ ]]=}[[协议书编号]]")));
    expect(faults).toContain("unknown-template-field {=[[ ]]=}");
  });

  it("where loops of one row lie across each other", async () => {
    const bytes = await templateOf({
      block: "table",
      columns: [1, 1],
      rows: [[cell("{#当事人}"), cell("{姓名}{/当事人}{#申请人}{姓名}{/申请人}")]],
    });
    expect(faultsIn("rights_notice", bytes)).toEqual(["template-syntax unbalanced_loop_tags"]);
  });
});

describe("the page for counties", () => {
  it.each([
    ["en", "docs/paper-templates.md"],
    ["zh", "docs/zh/paper-templates.md"],
  ] as const)("is what the code knows, in %s (npm run docs)", (language, file) => {
    expect(readFileSync(file, "utf8")).toBe(templatesDocument(language));
  });
});
