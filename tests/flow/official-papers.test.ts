import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coordinatorId } from "../../infra/demo/city.ts";
import type { Client } from "../../shared/client/client.ts";
import { readPaper } from "../../shared/client/documents.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import type { DocumentKind } from "../../shared/domain/codes.ts";
import { paperKind, paperKinds } from "../../shared/domain/official-paper.ts";
import { checkedFetch, openDocument } from "../support/api-document.ts";
import { docxText, hasPoppler, pdfText, squeezed } from "../support/paper-texts.ts";
import { addPaper, paper } from "../support/papers.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import { storedItems } from "../support/stored.ts";
import {
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const checked = checkedFetch(openDocument());
const pdf = "application/pdf";
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
let town: Town;
let committee: Client;
let referrer: Client;
let caseId: string;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, strangerCommittee]);
  committee = await town.clientOf(villageCommittee, { officer: "Li", fetch: checked.fetch });
  referrer = await town.clientOf(police, { officer: "Wang", fetch: checked.fetch });
  caseId = await refer(town, "official-1");
  await mediate(committee, caseId);
  await settleCase(committee, caseId);
});
afterAll(() => town?.stop());

const itemsOf = async (kind: string) =>
  (await storedItems(town.platform)).filter(({ pk, sk }) => pk === `CASE#${caseId}` && sk.startsWith(`${kind}#`));
const render = (client: Client, kind: "agreement" | "transfer_letter", format: "pdf" | "docx") =>
  client.download("renderPaper", format === "pdf" ? pdf : docx, { params: { caseId, kind }, query: { format } });

describe("the official papers of a case", () => {
  it("are listed for the body that keeps its file, with what each still asks for", async () => {
    const { body } = await committee.listPapers({ params: { caseId } });
    const keepers = paperKind().options.filter((kind) => paperKinds[kind].by === "keeper");
    expect(body.papers.map(({ kind }) => kind)).toEqual(keepers);
    const agreement = body.papers.find(({ kind }) => kind === "agreement");
    expect(agreement?.missing.map(({ field }) => field)).toContain("clauses");
    expect(agreement?.unshown).toEqual([]);
  });

  it("are made as PDF and DOCX with the parties in them, the same bytes each time, and nothing is stored", async () => {
    const before = await itemsOf("DOCUMENT");
    const { parties } = (await committee.showParties({ params: { caseId } })).body;
    const made = await Promise.all([render(committee, "agreement", "pdf"), render(committee, "agreement", "docx")]);
    const again = await Promise.all([render(committee, "agreement", "pdf"), render(committee, "agreement", "docx")]);
    expect(again).toEqual(made);
    const texts = [hasPoppler ? pdfText(made[0].bytes) : undefined, docxText(made[1].bytes)].filter(
      (text) => text !== undefined,
    );
    for (const text of texts) for (const { name } of parties) expect(squeezed(text)).toContain(squeezed(name));
    expect(await itemsOf("DOCUMENT")).toEqual(before);
  });

  it("leave a record of who read the parties by them", async () => {
    const before = await itemsOf("READ");
    await render(committee, "agreement", "pdf");
    expect(await itemsOf("READ")).toHaveLength(before.length + 1);
  });

  it("are made by nobody else: the referrer writes its own letter, a stranger knows of no case", async () => {
    expect(await problemCodeOf(render(referrer, "agreement", "pdf"))).toBe("403 not-allowed");
    expect((await render(referrer, "transfer_letter", "docx")).bytes.length).toBeGreaterThan(1_000);
    expect(await problemCodeOf(render(committee, "transfer_letter", "docx"))).toBe("403 not-allowed");
    const stranger = await town.clientOf(strangerCommittee);
    expect(await problemCodeOf(render(stranger, "agreement", "pdf"))).toBe("404 not-found");
  });

  it("are made by the coordinator with a reason alone", async () => {
    const params = { caseId, kind: "supervision_letter" } as const;
    expect(await problemCodeOf(town.coordinator.renderPaper({ params }))).toBe("400 invalid-parameters");
    const { body } = await town.coordinator.renderPaper({ params, query: { reason: "督办" } });
    expect(body.missing.map(({ field }) => field)).toContain("deadline.breached");
    expect(coordinatorId).not.toBe("");
  });
});

describe("the applicant's request", () => {
  it("comes with the referral, sealed, and stands in the papers until the body is told otherwise", async () => {
    const asked = villageQuarrel("official-asked");
    const requested = "请求恢复原状㛃";
    const { caseId: id } = (
      await referrer.submitReferral({ body: { ...asked, dispute: { ...asked.dispute, requested } } })
    ).body;
    await town.platform.settled();
    const other = { ...asked, dispute: { ...asked.dispute, requested: "请求赔偿" } };
    expect(await problemCodeOf(referrer.submitReferral({ body: other }))).toBe("409 source-number-conflict");
    expect(JSON.stringify(await storedItems(town.platform))).not.toContain(requested);
    await mediate(committee, id);
    const params = { caseId: id, kind: "application" } as const;
    const text = async () =>
      docxText((await committee.download("renderPaper", docx, { params, query: { format: "docx" } })).bytes);
    expect(await text()).toContain(requested);
    expect((await committee.showParties({ params: { caseId: id } })).body).toMatchObject({ requested });
    await committee.sayParticulars({ params: { caseId: id }, body: { requested: "请求赔礼道歉" } });
    expect(await text()).toContain("请求赔礼道歉");
    expect(await text()).not.toContain(requested);
  });
});

describe("a particular that the papers alone need", () => {
  const params = () => ({ caseId });
  const clauses = [{ text: "被申请人㛃𬎆赔偿损失", amountFen: 120_000, day: "2027-01-31" }];

  it("stands in them, and is kept sealed", async () => {
    const body = { clauses, copies: 3 };
    expect((await committee.sayParticulars({ params: params(), body })).body).toEqual({ change: "changed" });
    expect((await committee.sayParticulars({ params: params(), body })).body).toEqual({ change: "unchanged" });
    expect((await committee.showParticulars({ params: params() })).body).toEqual(body);
    const text = squeezed(docxText((await render(committee, "agreement", "docx")).bytes));
    expect(text).toContain("1．被申请人㛃𬎆赔偿损失（金额1200.00元（大写：壹仟贰佰元整），期限：2027年1月31日）");
    const { missing } = (await committee.renderPaper({ params: { caseId, kind: "agreement" } })).body;
    expect(missing.map(({ field }) => field)).not.toContain("clauses");
    const stored = (await storedItems(town.platform)).filter(
      ({ pk, sk }) => pk === `CASE#${caseId}` && sk === "PARTICULARS",
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain("赔偿损失");
  });

  it("stays whole when several say different parts at once", async () => {
    await Promise.all([
      committee.sayParticulars({ params: params(), body: { session: { place: "样例调解室" } } }),
      committee.sayParticulars({ params: params(), body: { session: { recorder: "冯样例" } } }),
      committee.sayParticulars({ params: params(), body: { breach: "样例" } }),
    ]);
    expect((await committee.showParticulars({ params: params() })).body).toEqual({
      clauses,
      copies: 3,
      session: { place: "样例调解室", recorder: "冯样例" },
      breach: "样例",
    });
  });

  it("is said and read by the keeper of the file alone", async () => {
    expect(await problemCodeOf(referrer.showParticulars({ params: params() }))).toBe("403 not-allowed");
    expect(await problemCodeOf(referrer.sayParticulars({ params: params(), body: { copies: 9 } }))).toBe(
      "403 not-allowed",
    );
    const stranger = await town.clientOf(strangerCommittee);
    expect(await problemCodeOf(stranger.showParticulars({ params: params() }))).toBe("404 not-found");
  });
});

describe("a party's address for service and agent", () => {
  const version = "*";
  const textOf = async (id: string) => {
    const params = { caseId: id, kind: "confirmation_application" } as const;
    return docxText((await committee.download("renderPaper", docx, { params, query: { format: "docx" } })).bytes);
  };
  const missingOf = async (id: string) => {
    const params = { caseId: id, kind: "confirmation_application" } as const;
    return (await committee.renderPaper({ params })).body.missing.map(({ field, step }) => `${field} ${step}`);
  };

  it("is said by the body that mediates, as it asks one party after the other, sealed, and stands in the papers", async () => {
    const id = await refer(town, "official-served");
    const params = { caseId: id };
    await committee.accept({ params, version });
    await committee.seekConsent({ params, version });
    expect(await missingOf(id)).toContain("parties.0.serviceAddress say-particulars");
    const at = new Date(town.now()).toISOString();
    const consent = (party: number, partyDetails: { party: number; [field: string]: unknown }[]) =>
      committee.recordConsent({
        params,
        version,
        body: {
          consents: [{ party, answer: "consented", channel: "in_person", at }],
          partyDetails: Object(partyDetails),
        },
      });
    const agent = { name: "王代理样例", phone: "13800000004" };
    expect(await problemCodeOf(consent(1, [{ party: 3, serviceAddress: "样例" }]))).toBe("422 invalid-body");
    await consent(1, [{ party: 1, serviceAddress: "样例镇送达路9号", agent }]);
    await consent(2, [
      { party: 2, serviceAddress: "样例镇送达路8号" },
      { party: 1, ethnicity: "回族" },
    ]);
    const details = [
      { party: 1, ethnicity: "回族", serviceAddress: "样例镇送达路9号", agent },
      { party: 2, serviceAddress: "样例镇送达路8号" },
    ];
    expect((await committee.showParticulars({ params })).body).toEqual({ partyDetails: details });
    const text = await textOf(id);
    for (const said of [
      "送达地址：样例镇送达路9号",
      "送达地址：样例镇送达路8号",
      "委托代理人：王代理样例，13800000004",
      "回族",
    ])
      expect(text).toContain(said);
    expect(await missingOf(id)).not.toContain("parties.0.serviceAddress say-particulars");
    expect(JSON.stringify(await storedItems(town.platform))).not.toMatch(/王代理样例|送达路/);
    expect(JSON.stringify((await committee.showHistory({ params })).body)).not.toMatch(/王代理样例|送达路/);
    // A list that is said apart from a step is the whole list.
    await committee.sayParticulars({
      params,
      body: { partyDetails: [{ party: 2, serviceAddress: "样例镇送达路7号" }] },
    });
    expect(await textOf(id)).not.toContain("送达路9号");
    expect(await problemCodeOf(committee.sayParticulars({ params, body: { partyDetails: [{ party: 3 }] } }))).toBe(
      "422 invalid-body",
    );
  });
});

describe("texts said for papers", () => {
  it("is taken away by name, wherever it was said, once, and by nobody else's words", async () => {
    const id = await refer(town, "official-emptied");
    const params = { caseId: id };
    await committee.accept({ params, version: "*" });
    const session = { place: "样例调解室", recorder: "冯样例" };
    const body = { breach: "逾期加倍", copies: 3, session };
    await committee.sayParticulars({ params, body });
    const { state } = (await committee.showCase({ params })).body;
    if (state.status !== "accepted") throw new Error("it is accepted");
    const at = state.assignment.acceptedAt;
    await committee.seekConsent({ params, version: "*" });
    const consents = [1, 2].map((party) => ({
      party,
      answer: "consented" as const,
      channel: "telephone" as const,
      at,
    }));
    await committee.recordConsent({ params, version: "*", body: { consents } });
    await committee.recordSession({ params, version: "*", body: { heldAt: at, session: { attendance: "郑样例" } } });
    const take = (...emptied: ("breach" | "session.place" | "session.attendance")[]) =>
      committee.sayParticulars({ params, body: { emptied } });
    expect((await take("breach", "session.place", "session.attendance")).body.change).toBe("changed");
    expect((await take("breach", "session.place", "session.attendance")).body.change).toBe("unchanged");
    const left = { copies: 3, session: { recorder: "冯样例" } };
    expect((await committee.showParticulars({ params })).body).toEqual(left);
    expect(
      await problemCodeOf(committee.sayParticulars({ params, body: { breach: "样例", emptied: ["breach"] } })),
    ).toBe("422 invalid-body");
    const both = [take("session.place"), committee.sayParticulars({ params, body: { breach: "样例" } })];
    await Promise.all(both);
    expect((await committee.showParticulars({ params })).body).toEqual({ ...left, breach: "样例" });
    expect(await problemCodeOf(referrer.sayParticulars({ params, body: { emptied: ["copies"] } }))).toBe(
      "403 not-allowed",
    );
  });
});

describe("a particular that a step gives for the papers", () => {
  const version = "*";
  const session = { place: "样例调解室", attendance: "郑样例", recorder: "冯样例", record: "双方愿意协商。" };
  const heldAt = "2026-01-05T02:00:00Z";
  let id: string;
  let params: { caseId: string };
  const sealedItems = async () =>
    (await storedItems(town.platform)).filter(
      ({ pk, sk }) => pk === `CASE#${id}` && String(sk).startsWith("PARTICULARS"),
    );
  beforeAll(async () => {
    id = await refer(town, "official-steps");
    params = { caseId: id };
    await mediate(committee, id);
  });

  it("of each session stands in its own record, sealed, and is said once", async () => {
    const { lastSessionAt = "" } = Object((await committee.showCase({ params })).body.state);
    const record = (time: string, text: string) =>
      committee.recordSession({ params, version, body: { heldAt: time, session: { ...session, record: text } } });
    const second = new Date(Date.parse(lastSessionAt) + 1).toISOString();
    const [once, again] = await Promise.all([record(second, "双方愿意协商。"), record(second, "双方愿意协商。")]);
    expect([once.effect, again.effect].toSorted()).toEqual(["done", "unchanged"]);
    expect(await problemCodeOf(record(second, "双方不愿协商。"))).toBe("409 already-done-otherwise");
    const third = new Date(Date.parse(lastSessionAt) + 2).toISOString();
    await record(third, "第三次调解。");
    const said = async (number: number) =>
      (await committee.showParticulars({ params, query: { session: number } })).body.session;
    expect([await said(1), await said(2), await said(3)]).toEqual([
      undefined,
      session,
      { ...session, record: "第三次调解。" },
    ]);
    expect(JSON.stringify(await sealedItems())).not.toContain("协商");
    const { entries } = (await committee.showHistory({ params })).body;
    expect(JSON.stringify(entries)).not.toMatch(/协商|冯样例|调解室/);
    const text = async (number: number) => {
      const query = { format: "docx", session: number } as const;
      const asked = { params: { caseId: id, kind: "mediation_record" }, query } as const;
      return docxText((await committee.download("renderPaper", docx, asked)).bytes);
    };
    expect([await text(2), await text(3)].map((one) => /双方愿意协商|第三次调解/.exec(one)?.[0])).toEqual([
      "双方愿意协商",
      "第三次调解",
    ]);
  });

  it("is put right of the session that is named, and no other", async () => {
    const query = { session: 2 };
    const body = { session: { recorder: "何样例" } };
    expect((await committee.sayParticulars({ params, query, body })).body).toEqual({ change: "changed" });
    expect((await committee.sayParticulars({ params, query, body })).body).toEqual({ change: "unchanged" });
    expect((await committee.showParticulars({ params, query })).body.session).toMatchObject({ recorder: "何样例" });
    expect((await committee.showParticulars({ params })).body.session).toMatchObject({ recorder: "冯样例" });
    expect(await problemCodeOf(committee.showParticulars({ params, query: { session: 9 } }))).toBe(
      "400 invalid-parameters",
    );
  });

  it("of the agreement makes its amount, its last day and its instalments; nothing is typed twice", async () => {
    const { lastSessionAt: at = heldAt } = Object((await committee.showCase({ params })).body.state);
    const clauses = [
      { text: "被申请人赔偿第一期", amountFen: 60_000, payee: "张样例", day: "2099-01-31" },
      { text: "被申请人赔偿第二期", amountFen: 40_000, payee: "张样例", day: "2099-02-28" },
    ];
    const record = (more: object) =>
      committee.recordAgreement({
        params,
        version,
        body: {
          form: "written",
          signedAt: [at, at],
          sealedAt: at,
          documentNumber: "样例调字9号",
          clauses,
          copies: 3,
          ...more,
        },
      });
    expect(await problemCodeOf(record({ amountFen: 1 }))).toBe("422 invalid-body");
    expect((await committee.showParticulars({ params })).body.clauses, "nothing was sealed by it").toBeUndefined();
    await record({ breach: "逾期加倍" });
    expect((await record({ breach: "逾期加倍" })).effect).toBe("unchanged");
    expect(await problemCodeOf(record({ breach: "逾期三倍" }))).toBe("409 already-done-otherwise");
    expect((await committee.showParticulars({ params })).body).toMatchObject({
      clauses,
      copies: 3,
      breach: "逾期加倍",
    });
    const { agreement } = (await committee.showCase({ params })).body.state;
    expect(agreement).toMatchObject({ amountFen: 100_000, performBy: "2099-02-28" });
    const correct = { signedAt: [at, at], sealedAt: at, mediatorSignedAt: at };
    const corrected = (more: object = {}) =>
      committee.correctAgreement({ params, version, body: { form: "written", reason: "样例", ...correct, ...more } });
    expect((await corrected()).effect).toBe("done");
    const kept = (await committee.showCase({ params })).body.state.agreement;
    expect(kept, "names none, and keeps them").toMatchObject({ amountFen: 100_000, performBy: "2099-02-28" });
    const mended = [{ text: "一次付清", amountFen: 100_000, day: "2099-02-28" }];
    expect((await corrected({ clauses: mended })).effect).toBe("done");
    expect((await corrected({ clauses: mended })).effect).toBe("unchanged");
    await committee.sayParticulars({ params, body: { clauses } });
    expect((await corrected({ clauses: mended })).effect, "others were said since").toBe("done");
    expect((await committee.showParticulars({ params })).body.clauses).toEqual(mended);
    await committee.sayParticulars({ params, body: { clauses } });
    const other = { instalments: [{ dueOn: "2099-01-31", amountFen: 100_000 }] };
    expect(await problemCodeOf(committee.startPerformance({ params, version, body: other }))).toBe("422 invalid-body");
    await committee.startPerformance({ params, version });
    expect((await committee.showCase({ params })).body.state).toMatchObject({
      instalments: clauses.map(({ day, amountFen }, index) => ({ number: index + 1, dueOn: day, amountFen })),
    });
  });

  it("of the agreement is said before it: its record has what they come to, and nothing says otherwise afterwards", async () => {
    const params = { caseId: await refer(town, "official-before") };
    await mediate(committee, params.caseId);
    const { lastSessionAt: agreedAt = heldAt } = Object((await committee.showCase({ params })).body.state);
    const clauses = [{ text: "被申请人赔偿", amountFen: 60_000, day: "2099-01-31" }];
    await committee.sayParticulars({ params, body: { clauses, copies: 4 } });
    const record = (more: object) =>
      committee.recordAgreement({
        params,
        version,
        body: { form: "oral", agreedAt, documentNumber: "样例调字10号", ...more },
      });
    expect(await problemCodeOf(record({ amountFen: 1 }))).toBe("422 invalid-body");
    await record({ breach: "逾期加倍" });
    expect((await record({ breach: "逾期加倍" })).effect).toBe("unchanged");
    const { agreement } = (await committee.showCase({ params })).body.state;
    expect(agreement).toMatchObject({ amountFen: 60_000, performBy: "2099-01-31" });
    const said = (await committee.showParticulars({ params })).body;
    expect(said).toMatchObject({ clauses, copies: 4, breach: "逾期加倍" });
    for (const other of [{ amountFen: 1 }, { day: "2099-02-01" }]) {
      const body = { clauses: [{ text: "被申请人赔偿", ...other }] };
      expect(await problemCodeOf(committee.sayParticulars({ params, body }))).toBe("422 invalid-body");
    }
    expect((await committee.showParticulars({ params })).body).toEqual(said);
  });

  it("of a visit is not told to the referrer", async () => {
    const visitedOn = "2026-01-06";
    const { agreement } = (await committee.showCase({ params })).body.state;
    const on = agreement === undefined ? visitedOn : shanghaiDate(agreement.effectiveAt);
    await committee.recordVisit({ params, version, body: { visitedOn: on, finding: "双方和好", visitor: "周样例" } });
    expect(JSON.stringify((await referrer.showHistory({ params })).body)).not.toContain("双方和好");
    const asked = { params: { caseId: id, kind: "visit_record" }, query: { format: "docx" } } as const;
    const text = docxText((await committee.download("renderPaper", docx, asked)).bytes);
    expect(text).toContain("双方和好");
    expect(text).toContain("周样例");
    expect(JSON.stringify(await storedItems(town.platform))).not.toContain("双方和好");
  });
});

describe("the number of an agreement", () => {
  it("is given when its paper is filed before it is recorded, once, and by no rendering", async () => {
    const id = await refer(town, "official-2");
    await mediate(committee, id);
    const params = { caseId: id, kind: "agreement" } as const;
    const unnumbered = await committee.renderPaper({ params });
    expect(unnumbered.body.missing.map(({ field }) => field)).toContain("agreement.documentNumber");
    const file = () => committee.filePaper({ params, query: { format: "docx" } });
    const answers = await Promise.all([file(), file(), file()]);
    expect(new Set([...answers, await file()].map(({ body }) => body.documentId)).size).toBe(1);
    const text = async (kind: "agreement" | "oral_agreement_form") =>
      docxText(
        (await committee.download("renderPaper", docx, { params: { caseId: id, kind }, query: { format: "docx" } }))
          .bytes,
      );
    const [number = ""] = /〔\d{4}〕.+?第1号/.exec(await text("agreement")) ?? [];
    expect(number).not.toBe("");
    await committee.filePaper({ params: { caseId: id, kind: "oral_agreement_form" } });
    expect(await text("oral_agreement_form")).toContain(number);
    const numbers = (await storedItems(town.platform)).filter(({ sk }) => String(sk).startsWith("NUMBER#"));
    expect(numbers.map((one) => one["text"])).toEqual([number]);
    const { lastSessionAt: at = "" } = Object((await committee.showCase({ params: { caseId: id } })).body.state);
    const record = (said: object) =>
      committee.recordAgreement({
        params: { caseId: id },
        version: "*",
        body: { form: "oral", agreedAt: at, ...said },
      });
    expect(await problemCodeOf(record({ documentNumber: "样例调字2号" })), "the paper bears another").toBe(
      "422 invalid-body",
    );
    await record({});
    expect((await record({})).effect, "said again").toBe("unchanged");
    const { agreement } = (await committee.showCase({ params: { caseId: id } })).body.state;
    expect(agreement?.documentNumber).toBe(number);
  });

  it("is of the series that the body has named, and counts on when that changes", async () => {
    const params = { organisationId: villageCommittee };
    const { organisationId: _id, keys: _keys, ...facts } = (await town.coordinator.showOrganisation({ params })).body;
    await town.coordinator.putOrganisation({ params, body: { ...facts, numberSeries: "样调字" } });
    const id = await refer(town, "official-3");
    await mediate(committee, id);
    await committee.filePaper({ params: { caseId: id, kind: "oral_agreement_form" }, query: { format: "docx" } });
    const numbers = (await storedItems(town.platform)).filter(
      ({ pk, sk }) => pk === `CASE#${id}` && String(sk).startsWith("NUMBER#"),
    );
    expect(numbers.map((one) => one["text"])).toEqual([expect.stringMatching(/^〔\d{4}〕样调字第2号$/)]);
  });

  it("is the one that was said where the agreement is recorded", async () => {
    const before = (await storedItems(town.platform)).filter(({ pk }) => String(pk).startsWith("NUMBERS#"));
    await committee.filePaper({ params: { caseId, kind: "agreement" } });
    expect((await storedItems(town.platform)).filter(({ pk }) => String(pk).startsWith("NUMBERS#"))).toEqual(before);
  });
});

describe("the form for incentive pay", () => {
  it("has the amount that was claimed and what was decided, and names the claim as missing before", async () => {
    const params = { organisationId: villageCommittee, mediatorId: "mediator-1" };
    await town.coordinator.putMediator({ params, body: { name: "周样例" } });
    const id = await settledCase(town, "official-claim", "mediator-1");
    const asked = { caseId: id, kind: "incentive_form" } as const;
    const rendered = async () => {
      const made = await committee.download("renderPaper", docx, { params: asked, query: { format: "docx" } });
      return docxText(made.bytes);
    };
    const missing = async () => {
      const { papers } = (await committee.listPapers({ params: { caseId: id } })).body;
      const listed = papers.find(({ kind }) => kind === "incentive_form")?.missing.map(({ field }) => field);
      const alone = (await committee.renderPaper({ params: asked })).body.missing.map(({ field }) => field);
      expect(listed).toEqual(alone);
      return alone;
    };
    await committee.filePaper({ params: asked });
    await archiveCase(town, id);
    expect(await missing()).toEqual(["claim"]);
    await committee.claimIncentive({ params: { caseId: id } });
    expect(await missing()).toEqual([]);
    expect(await rendered()).toContain("申报金额150.00元（大写：壹佰伍拾元整）办理情况调解组织意见");
    const { papers } = (await committee.listPapers({ params: { caseId: id } })).body;
    const drafts = papers.find(({ kind }) => kind === "incentive_form")?.filed;
    expect(drafts?.map(({ older }) => older)).toEqual([true]);
    const bureau = await town.clientOf(coordinatorId, { officer: "Chen", fetch: checked.fetch });
    await bureau.reviewClaim({ params: { claimId: id } });
    expect(await rendered()).toContain("办理情况已审核（");
  });
});

describe("the referrer's letter", () => {
  it("says what came with the referral, and nothing of what the body that mediates was told", async () => {
    const id = await refer(town, "official-letter");
    await mediate(committee, id);
    const partyDetails = [{ party: 1, occupation: "只说给调委会的职业", serviceAddress: "只说给调委会的地址" }];
    await committee.sayParticulars({ params: { caseId: id }, body: { partyDetails } });
    const textBy = async (client: Client, kind: "transfer_letter" | "confirmation_application") => {
      const params = { caseId: id, kind };
      return docxText((await client.download("renderPaper", docx, { params, query: { format: "docx" } })).bytes);
    };
    expect(await textBy(committee, "confirmation_application")).toContain("只说给调委会");
    expect(await textBy(referrer, "transfer_letter")).not.toContain("只说给调委会");
  });
});

describe("a paper that is filed", () => {
  const file = () => committee.filePaper({ params: { caseId, kind: "agreement" } });

  it("lies in the file once, with its hash and the version it was made from, however many file it at once", async () => {
    const answers = await Promise.all([file(), file(), file()]);
    const [{ body: filed }] = answers;
    expect(new Set(answers.map(({ body }) => body.documentId)).size).toBe(1);
    expect((await file()).status).toBe(200);
    const { version } = (await committee.showCase({ params: { caseId } })).body;
    expect(filed).toMatchObject({
      kind: "agreement",
      name: "人民调解协议书.pdf",
      madeFrom: { paper: "agreement", version },
    });
    const { bytes } = await readPaper(committee, caseId, filed.documentId);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(filed.sha256);
    expect(await itemsOf("DOCUMENT")).toHaveLength(1);
  });

  it("is marked as older once it would say something else, until it is made again", async () => {
    const drafts = async () => {
      const { body } = await committee.listPapers({ params: { caseId } });
      return body.papers.find(({ kind }) => kind === "agreement")?.filed;
    };
    const { documentId, madeFrom } = (await file()).body;
    const fresh = { documentId, version: madeFrom?.version, older: false, format: "pdf" };
    expect(await drafts()).toEqual([fresh]);
    const visit = { visitor: "样例" };
    await committee.sayParticulars({ params: { caseId }, body: { visit } });
    expect(await drafts(), "an agreement says nothing of a visit").toEqual([fresh]);
    const { copies = 0 } = (await committee.showParticulars({ params: { caseId } })).body;
    await committee.sayParticulars({ params: { caseId }, body: { copies: copies + 1 } });
    expect(await drafts()).toEqual([{ ...fresh, older: true }]);
    await committee.sayParticulars({ params: { caseId }, body: { copies } });
    expect(await drafts()).toEqual([fresh]);
    expect((await file()).body.documentId).toBe(documentId);
    expect(await itemsOf("DOCUMENT")).toHaveLength(1);
  });

  it("is a draft: the archive lacks the agreement until it lies there as it was signed", async () => {
    const missing = async () => (await committee.listDocuments({ params: { caseId } })).body.missing;
    expect(await missing()).toContain("agreement");
    await addPaper(committee, caseId, "agreement");
    expect(await missing()).not.toContain("agreement");
    expect(await itemsOf("DOCUMENT")).toHaveLength(2);
  });

  it("is superseded by a paper of its kind alone, and both are kept", async () => {
    const { documentId } = (await file()).body;
    const announce = (kind: DocumentKind, supersedes: string) =>
      committee.addDocument({ params: { caseId }, body: paper(kind, { supersedes }).body });
    expect(await problemCodeOf(announce("registration", documentId))).toBe("422 invalid-body");
    expect(await problemCodeOf(announce("agreement", crypto.randomUUID()))).toBe("422 invalid-body");
    const other = await addPaper(committee, caseId, "appraisal");
    expect(await problemCodeOf(announce("appraisal", other))).toBe("422 invalid-body");
    expect(await itemsOf("DOCUMENT")).toHaveLength(3);
    const signed = await addPaper(committee, caseId, "agreement", { supersedes: documentId });
    const { documents } = (await committee.listDocuments({ params: { caseId } })).body;
    const links = documents.map((one) => [one.documentId, one.supersedes]);
    expect(links).toContainEqual([documentId, undefined]);
    expect(links).toContainEqual([signed, documentId]);
    const { body } = await committee.listPapers({ params: { caseId } });
    const [draft] = body.papers.find(({ kind }) => kind === "agreement")?.filed ?? [];
    expect(draft).toMatchObject({ documentId, supersededBy: signed });
  });

  it("is told to those who may read it, by its id alone; a draft and the record of the mediation to nobody else", async () => {
    const told = async (): Promise<object[]> => {
      await town.platform.settled();
      const { messages } = (await referrer.receiveMessages({ body: {} })).body;
      if (messages.length === 0) return [];
      await referrer.ackMessages({ body: { leases: messages.map(({ lease }) => lease) } });
      return [...messages.filter(({ type }) => type === "document.filed"), ...(await told())];
    };
    await told();
    await committee.filePaper({ params: { caseId, kind: "visit_record" }, query: { format: "docx" } });
    await addPaper(committee, caseId, "mediation_record");
    const { documents } = (await committee.listDocuments({ params: { caseId } })).body;
    const draft = documents.find(({ madeFrom }) => madeFrom?.paper === "visit_record");
    const signed = await addPaper(committee, caseId, "other", { supersedes: draft?.documentId });
    const { version } = (await committee.showCase({ params: { caseId } })).body;
    const messages = await told();
    expect(messages).toEqual([
      {
        ...{ messageId: `${caseId}.${signed}`, type: "document.filed", caseId, version, at: expect.any(String) },
        ...{ documentId: signed, kind: "other", paper: "visit_record" },
        ...{ lease: expect.any(String), receiveCount: 1 },
      },
    ]);
    const listed = (await referrer.listDocuments({ params: { caseId } })).body.documents;
    expect(listed.find(({ documentId }) => documentId === signed)).toMatchObject({
      kind: "other",
      paper: "visit_record",
    });
    const wrong = paper("other", { paper: "agreement" }).body;
    expect(await problemCodeOf(committee.addDocument({ params: { caseId }, body: wrong }))).toBe("422 invalid-body");
  });

  it("is not filed into the archive", async () => {
    for (const kind of ["registration", "mediation_record", "performance_proof"] as const)
      await addPaper(committee, caseId, kind);
    await referrer.acknowledgeResult({ params: { caseId }, version: "*" });
    await town.coordinator.archive({ params: { caseId }, version: "*" });
    const params = { caseId, kind: "cover" } as const;
    expect(await problemCodeOf(committee.filePaper({ params }))).toBe("409 illegal-transition");
    const { missing } = (await committee.renderPaper({ params })).body;
    expect(missing.map(({ field }) => field)).toEqual(["mediators"]);
    const cover = await committee.download("renderPaper", docx, { params, query: { format: "docx" } });
    expect(docxText(cover.bytes)).toContain("保管期限10年");
  });
});
