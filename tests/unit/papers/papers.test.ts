import { beforeAll, describe, expect, it } from "vitest";
import { paperKind } from "../../../shared/domain/official-paper.ts";
import { textsOf } from "../../../shared/papers/blocks.ts";
import { writeDocx } from "../../../shared/papers/docx.ts";
import type { PaperFacts } from "../../../shared/papers/facts.ts";
import type { Fonts } from "../../../shared/papers/fonts.ts";
import { layPaper } from "../../../shared/papers/forms.ts";
import { writePdf } from "../../../shared/papers/pdf.ts";
import { agreed, agreement, justiceBureau, mediating, monday, now, performed, town } from "../../support/cases.ts";
import { everythingSaid, nameless, paperFacts, rare, readForOne, works, zhang } from "../../support/paper-facts.ts";
import { docxText, fontsForTests, hasPoppler, pdfText, squeezed } from "../../support/paper-texts.ts";

if (process.env["CI"] !== undefined && !hasPoppler) throw new Error("CI needs poppler-utils");

let fonts: Fonts;
beforeAll(async () => {
  fonts = await fontsForTests();
});

const kinds = paperKind().options;

/** Expects both files of every paper to say what the blocks say, character by character. */
async function expectFaithful(facts: PaperFacts): Promise<void> {
  for (const kind of kinds) {
    const { layout } = layPaper(kind, facts);
    const said = squeezed(textsOf(layout.blocks).join(""));
    expect(squeezed(docxText(await writeDocx(layout))), `${kind} as DOCX`).toBe(said);
    const { bytes, unshown } = await writePdf(layout, fonts);
    expect(unshown, kind).toEqual([]);
    if (hasPoppler) expect(squeezed(pdfText(bytes)), `${kind} as PDF`).toBe(said);
  }
}

const party = (index: number) => ({ ...zhang, name: `样例${index}㛃𬎆`, address: `样例路${index}号` });
const fifty = Array.from({ length: 50 }, (_, index) => party(index + 1));

describe("every paper says what the case says", () => {
  it("with everything known, and names in rare characters", async () => {
    await expectFaithful(
      paperFacts({
        ...readForOne,
        said: everythingSaid,
        parties: { summary: "界址纠纷。", parties: [zhang, rare, works] },
      }),
    );
  });

  it("with every optional field empty", async () => {
    await expectFaithful(
      paperFacts({
        mediators: [],
        history: [],
        papers: [],
        parties: { summary: "样例", parties: [nameless, nameless] },
      }),
    );
  });

  it("with the parties erased", async () => {
    await expectFaithful(paperFacts({ parties: undefined }));
  });

  it("with 50 parties", async () => {
    await expectFaithful(paperFacts({ parties: { summary: "样例", parties: fifty } }));
  });

  it("with facts of 4,000 characters", async () => {
    const summary = Array.from({ length: 400 }, (_, index) => `第${String(index).padStart(3, "0")}句话㛃𬎆，。`).join(
      "",
    );
    expect([...summary].length).toBe(4_000);
    await expectFaithful(paperFacts({ parties: { summary, parties: [zhang, rare] } }));
  });

  it("with text that would be markup somewhere", async () => {
    const summary = `</w:t></w:r><script>alert(1)</script> & "'] ]]> %PDF (\\) <</S/JavaScript>> {{name}} \u0000\u0007\u202e反\ud800`;
    const hostile = { ...zhang, name: `<b>"张"&amp;</b>`, address: "{#parties}{/parties}" };
    await expectFaithful(paperFacts({ parties: { summary, parties: [hostile, rare] } }));
  });
});

describe("equal papers", () => {
  it.each(kinds)("%s is equal bytes, whenever it is made", async (kind) => {
    const make = async () => {
      const { layout } = layPaper(kind, paperFacts({ said: everythingSaid }));
      return [(await writePdf(layout, fonts)).bytes, await writeDocx(layout)];
    };
    const first = await make();
    await new Promise((resolve) => setTimeout(resolve, kind === "agreement" ? 2_100 : 0));
    expect(await make()).toEqual(first);
  });
});

describe("the content of a form", () => {
  const missing = (kind: (typeof kinds)[number], facts: PaperFacts) =>
    layPaper(kind, facts).missing.map(({ field }) => field);

  it("is nothing where all is known", () => {
    expect(missing("agreement", paperFacts({ said: everythingSaid }))).toEqual([]);
    expect(missing("mediation_record", paperFacts({ said: everythingSaid }))).toEqual([]);
  });

  it("is named where it is not, each once, with the step that tells it", () => {
    const facts = paperFacts({ parties: { summary: "样例", parties: [zhang, nameless] } });
    const told = layPaper("agreement", facts).missing.map(({ field, step }) => `${step}: ${field}`);
    expect(told.toSorted()).toEqual([
      "correct-referral: parties.1.address",
      "correct-referral: parties.1.bornOn",
      "correct-referral: parties.1.phone",
      "correct-referral: parties.1.sex",
      "say-particulars: clauses",
      "say-particulars: copies",
      "say-particulars: parties.1.ethnicity",
      "say-particulars: parties.1.occupation",
      "say-particulars: session.recorder",
    ]);
  });

  it("asks for an address for service where a court is to serve its papers, and nowhere else", () => {
    const facts = paperFacts({
      parties: { summary: "样例", parties: [{ ...zhang, serviceAddress: "样例路9号" }, zhang] },
    });
    expect(missing("confirmation_application", facts)).toContain("parties.1.serviceAddress");
    expect(missing("confirmation_application", facts)).not.toContain("parties.0.serviceAddress");
    for (const kind of ["agreement", "parties_application", "transfer_letter"] as const)
      expect(missing(kind, facts)).not.toContain("parties.1.serviceAddress");
    const text = textsOf(layPaper("confirmation_application", facts).layout.blocks).join("");
    expect(text).toContain("送达地址：样例路9号。");
    expect(text).toContain("送达地址：＿＿＿＿＿＿。");
  });

  it("asks for nothing that no step tells, such as what an inquiry finds", () => {
    expect(missing("investigation_record", paperFacts())).toEqual([]);
  });

  const textOf = (kind: (typeof kinds)[number], facts: PaperFacts): string =>
    squeezed(textsOf(layPaper(kind, facts).layout.blocks).join(""));

  it("is for how long the file is kept on its cover, once that is known", () => {
    expect(textOf("cover", paperFacts({ retention: { years: 30 } }))).toContain("保管期限30年立卷人");
    expect(textOf("cover", paperFacts())).toContain("保管期限立卷人");
  });

  it("is the claim for incentive pay with the last decision on it, and is missing without a claim", () => {
    expect(missing("incentive_form", paperFacts())).toEqual(["claim"]);
    expect(textOf("incentive_form", paperFacts())).toContain("申报金额办理情况调解组织意见");
    const first = { status: "claimed", at: monday("03:00"), by: town } as const;
    const claimed = paperFacts({ claim: { amountFen: 15_000, steps: [first] } });
    expect(missing("incentive_form", claimed)).toEqual([]);
    expect(textOf("incentive_form", claimed)).toContain("申报金额150.00元（大写：壹佰伍拾元整）办理情况调解组织意见");
    const steps = [first, { status: "rejected", at: "2026-04-02T02:00:00.000Z", by: justiceBureau }] as const;
    const decided = paperFacts({ claim: { amountFen: 15_000, steps: [...steps] } });
    expect(textOf("incentive_form", decided)).toContain("办理情况不予发放（2026年4月2日）调解组织意见");
  });

  it("is how an agreement is performed as its clauses have it, which is printed before it is recorded", () => {
    const clauses = [
      { text: "拆除围墙", day: "2026-06-30" },
      { text: "赔偿", amountFen: 20_000, way: "现金", day: "2026-05-31" },
      { text: "余款", amountFen: 100_000, payee: "张样例", way: "银行转账", day: "2026-04-30" },
    ];
    const unrecorded = paperFacts({ state: mediating(), said: { clauses } });
    expect(missing("agreement", unrecorded)).not.toContain("clauses.performance");
    const whole =
      "履行方式、时限：协议金额1200.00元（大写：壹仟贰佰元整）；方式：现金、银行转账；于2026年6月30日前履行完毕；";
    const plan =
      "第1期：2026年4月30日前支付1000.00元（大写：壹仟元整）；第2期：2026年5月31日前支付200.00元（大写：贰佰元整）。";
    const recorded = agreed({ agreement: agreement({ amountFen: 120_000, performBy: "2026-06-30" }) });
    for (const facts of [unrecorded, paperFacts({ said: { clauses }, state: recorded })])
      expect(textOf("agreement", facts)).toContain(`${whole}${plan}`);
    const one = paperFacts({ state: mediating(), said: { clauses: clauses.slice(0, 2) } });
    expect(textOf("oral_agreement_form", one)).toContain("方式：现金；于2026年6月30日前履行完毕。");
    expect(missing("agreement", paperFacts({ state: mediating(), said: { clauses: [{ text: "道歉" }] } }))).toContain(
      "clauses.performance",
    );
  });

  it("names official forms in the contents, and takes none of them for evidence", () => {
    const papers = [
      { kind: "other", paper: "rights_notice", name: "告知.pdf", addedAt: now },
      { kind: "other", name: "照片.jpg", addedAt: now },
    ] as const;
    expect(textOf("contents", paperFacts({ papers }))).toContain("人民调解权利义务告知书告知.pdf");
    expect(textOf("evidence", paperFacts({ papers }))).not.toContain("告知");
    expect(textOf("evidence", paperFacts({ papers }))).toContain("1照片.jpg");
  });

  it("leaves room to write", () => {
    const { layout } = layPaper("agreement", paperFacts());
    expect(textsOf(layout.blocks).join("")).toContain("＿＿＿＿＿＿");
  });

  it("does not take the end of another case for its own", () => {
    expect(missing("end_notice", paperFacts())).toContain("ending");
    const state = performed({ closedAt: monday("07:00") });
    const closed = paperFacts({
      state,
      history: [
        {
          sequence: 9,
          at: now,
          by: { organisationId: "pmc-330483100", role: "committee" },
          type: "case.closed",
          data: { outcome: "failed", failureReason: "period_over", remindAt: now },
        },
      ],
    });
    expect(missing("end_notice", closed)).toEqual([]);
    expect(textsOf(layPaper("end_notice", closed).layout.blocks).join("")).toContain("期限届满未延长");
  });
});

describe("a character that no font has", () => {
  it("is shown as absent, and told", async () => {
    const { layout } = layPaper(
      "cover",
      paperFacts({ parties: { summary: "", parties: [{ ...zhang, name: "张\u{323af}" }, rare] } }),
    );
    const { unshown } = await writePdf(layout, fonts);
    expect(unshown).toEqual(["\u{323af}"]);
  });
});
