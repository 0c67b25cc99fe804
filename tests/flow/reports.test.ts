import { marshall } from "@aws-sdk/util-dynamodb";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import readXlsxFile from "read-excel-file/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { caseColumns } from "../../shared/domain/case-export.ts";
import { monthlyReturnOf, monthlySheet } from "../../shared/domain/monthly-return.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import { download, keptAndRecounted } from "../support/report.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const coordinatorId = "justice-bureau";
/** In the middle of a month, so that none ends while the tests run. */
const start = Date.parse("2026-03-10T02:00:00.000Z");
const month = "2026-03";
const version = "*";

let town: Town;
let settledId: string;

beforeAll(async () => {
  const clockOffsetMs = start - Date.now();
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee], { clockOffsetMs });
  for (const number of [1, 2, 3]) {
    const params = { organisationId: villageCommittee, mediatorId: `mediator-${number}` };
    await town.coordinator.putMediator({ params, body: { name: `样例调解员0${number}` } });
  }
  settledId = await settledCase(town, "report-1", "mediator-1", "mediator-3", "mediator-2");
});
afterEach(() => town.platform.setFault(undefined));
afterAll(() => town?.stop());

const quiet = () => town.platform.settled({ ignoreDelayed: true });
async function failedCase(sourceNumber: string): Promise<string> {
  const caseId = await refer(town, sourceNumber);
  const committee = await town.clientOf(villageCommittee);
  await mediate(committee, caseId);
  await committee.fail({ params: { caseId }, version, body: { reason: "positions_too_far_apart" } });
  return caseId;
}
/** Every event of every case, in an order of chance that is the same in every run, as a batch of the stream. */
async function everyEvent() {
  const events = (await storedItems(town.platform)).filter(({ sk }) => sk.startsWith("EVENT#"));
  const inAnyOrder = fc.shuffledSubarray(events, { minLength: events.length });
  const [shuffled = []] = fc.sample(inAnyOrder, { numRuns: 1, seed: 4711 });
  return {
    Records: shuffled.map((item, index) => ({
      dynamodb: { SequenceNumber: String(index), NewImage: marshall(item) },
    })),
  };
}
async function expectCountedRight(cases: number): Promise<void> {
  const { kept, recounted, refusals } = await keptAndRecounted(town);
  expect(kept).toEqual(recounted);
  expect(kept.reduce((sum, one) => sum + one.cases, 0)).toBe(cases);
  expect(refusals.kept).toEqual(refusals.recounted);
}

async function declined(sourceNumber: string): Promise<void> {
  const caseId = await refer(town, sourceNumber);
  await (await town.clientOf(villageCommittee)).decline({
    params: { caseId },
    version,
    body: { reason: "no_capacity" },
  });
}

describe("the tallies that the stream keeps", () => {
  it("equal a recount of the cases: settled, failed, reopened and still open ones", async () => {
    await failedCase("report-2");
    await declined("report-9");
    const reopened = await settledCase(town, "report-3");
    await refer(town, "report-4");
    await quiet();
    await expectCountedRight(3);
    await town.coordinator.reopen({ params: { caseId: reopened }, version, body: { reason: "agreement_void" } });
    await quiet();
    await expectCountedRight(2);
  });

  it("stay equal when answers are lost, the engine is busy and batches come again in any order", async () => {
    const conflict = {
      status: 400,
      body: {
        __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        message: "Transaction cancelled [TransactionConflict, None]",
        CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }],
      },
    };
    let calls = 0;
    town.platform.setFault(({ functionName, operation }) => {
      if (functionName !== "Count" || operation !== "TransactWriteItems") return "pass";
      calls += 1;
      if (calls % 3 === 1) return "drop-response";
      return calls % 3 === 2 ? conflict : "pass";
    });
    const [again] = await Promise.all([settledCase(town, "report-5"), failedCase("report-6"), declined("report-8")]);
    await quiet();
    await town.coordinator.reopen({ params: { caseId: again }, version, body: { reason: "closed_by_mistake" } });
    const batches = await Promise.all(Array.from({ length: 4 }, everyEvent));
    const answers = await Promise.all(batches.map((batch) => town.platform.invoke("Count", batch)));
    expect(calls).toBeGreaterThan(3);
    town.platform.setFault(undefined);
    expect(answers).toHaveLength(4);
    await quiet();
    await expectCountedRight(3);
    const before = await storedItems(town.platform);
    expect(await town.platform.invoke("Count", await everyEvent())).toEqual({ payload: { batchItemFailures: [] } });
    expect(await storedItems(town.platform), "one more time changes nothing").toEqual(before);
  });

  it("make up for a stream that was lost when the result is acknowledged", async () => {
    const caseId = await town.platform.withoutStreams(async () => settledWithoutRouter("report-7"));
    const { kept, recounted } = await keptAndRecounted(town);
    expect(kept).not.toEqual(recounted);
    await (await town.clientOf(police)).acknowledgeResult({ params: { caseId }, version });
    await quiet();
    await expectCountedRight(4);
  });
});

/** While the stream stands still nobody routes, so the coordinator assigns by hand. */
async function settledWithoutRouter(sourceNumber: string): Promise<string> {
  const caseId = await refer(town, sourceNumber);
  const body = { organisationId: villageCommittee, reason: "knows_the_dispute" } as const;
  await town.coordinator.assign({ params: { caseId }, version, body });
  const committee = await town.clientOf(villageCommittee);
  await mediate(committee, caseId);
  const at = new Date(town.now() - 30_000).toISOString();
  const agreement = { form: "oral" as const, agreedAt: at, documentNumber: "样例调字7号", amountFen: 12_345 };
  await committee.recordAgreement({ params: { caseId }, version, body: agreement });
  await committee.startPerformance({ params: { caseId }, version });
  const performance = { performedOn: shanghaiDate(at), proof: "收据" };
  await committee.completePerformance({ params: { caseId }, version, body: performance });
  return caseId;
}

describe("the monthly return", () => {
  it("is what the cases add up to, by every heading", async () => {
    const { recounted, refusals } = await keptAndRecounted(town);
    const { body } = await town.coordinator.showMonthlyReturn({ query: { month } });
    const figures = { tallies: recounted, refusals: refusals.recounted };
    expect(body).toEqual(monthlyReturnOf(month, "330483", figures));
    expect(body.refusals).toEqual([{ organisationId: villageCommittee, declined: 2, lapsed: 0 }]);
    expect(body.total).toMatchObject({ cases: 4, parties: 8, successes: 3, performed: 2, amountFen: 12_345 });
  });

  it("of a month in which nothing ended is all zeros", async () => {
    const { body } = await town.coordinator.showMonthlyReturn({ query: { month: "2020-01" } });
    expect(body.total).toEqual({
      cases: 0,
      parties: 0,
      successes: 0,
      hard: 0,
      performed: 0,
      amountFen: 0,
      days: 0,
      timed: 0,
    });
  });

  it("comes as CSV with a byte order mark and as a workbook, both the same table", async () => {
    const { body } = await town.coordinator.showMonthlyReturn({ query: { month } });
    const sheet = monthlySheet(body);
    const csv = await download(town, `/v1/reports/monthly?month=${month}&format=csv`, coordinatorId);
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.headers.get("content-disposition")).toBe(`attachment; filename="330483-${month}.csv"`);
    expect([...csv.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows: string[][] = parse(csv.bytes, { bom: true });
    expect(rows).toHaveLength(sheet.rows.length + 1);
    expect(rows[1]).toEqual(["合计", "330483", "4", "8", "3", "0", "2", "123.45"]);
    const xlsx = await download(town, `/v1/reports/monthly?month=${month}&format=xlsx`, coordinatorId);
    const [workbook] = await readXlsxFile(xlsx.bytes);
    expect(workbook?.data.map((row) => row.map(String))).toEqual(
      rows.map((row) => row.map((cell) => (/^\d+\.\d\d$/.test(cell) ? String(Number(cell)) : cell))),
    );
  });

  it("is for coordinators and auditors, each of its own county", async () => {
    expect(await problemCodeOf((await town.clientOf(police)).showMonthlyReturn({ query: { month } }))).toBe(
      "403 not-allowed",
    );
    expect(await problemCodeOf(town.coordinator.showMonthlyReturn({ query: { month, county: "330482" } }))).toBe(
      "404 not-found",
    );
    expect(await town.ask("/v1/reports/monthly?month=2026-13", { by: coordinatorId })).toMatchObject({
      status: 400,
      body: { code: "invalid-parameters" },
    });
    expect(await town.ask("/v1/reports/nothing", { by: coordinatorId })).toMatchObject({
      status: 404,
      body: { code: "unknown-route" },
    });
    expect((await town.ask(`/v1/reports/monthly?month=${month}`)).status).toBe(401);
  });
});

const readsOf = async () => (await storedItems(town.platform)).filter(({ sk }) => sk.startsWith("READ#"));
const exported = async (query: string, by = coordinatorId): Promise<Record<string, string>[]> => {
  const { status, bytes } = await download(town, `/v1/reports/cases?month=${month}&${query}`, by);
  expect(status).toBe(200);
  return parse(bytes, { bom: true, columns: true });
};

describe("the case export", () => {
  it("has the 25 columns and a row for each case that counts, its parties masked", async () => {
    const rows = await exported("format=csv");
    expect(Object.keys(rows[0] ?? {})).toEqual([...caseColumns]);
    expect(rows).toHaveLength(4);
    const row = rows.find((one) => one["案件编码"] === settledId);
    expect(row).toMatchObject({
      调委会: expect.stringContaining("新东"),
      受理员: "Li",
      主办调解员: "样例调解员01",
      协办调解员: "样例调解员03、样例调解员02",
      行政划分: expect.stringContaining("新东"),
      调解结果: "调解成功",
      协议履行情况: "已履行",
      当事人: "张**、李**",
      纠纷简要情况: "",
    });
    expect(JSON.stringify(rows)).not.toMatch(/张样例|李样例|邻里纠纷/);
    expect(await readsOf()).toEqual([]);
  });

  it("names the parties for a stated reason, and records the reading of each case with it", async () => {
    const rows = await exported(`format=csv&reason=${encodeURIComponent("省厅季度抽查")}`);
    expect(rows.map((row) => row["当事人"])).toEqual(rows.map(() => "张样例、李样例"));
    expect(rows[0]?.["纠纷简要情况"]).toBe("样例：邻里纠纷");
    const reads = await readsOf();
    expect(reads).toHaveLength(rows.length);
    // The reason lies sealed, and is shown to those who may see who read.
    expect(JSON.stringify(reads)).not.toContain("省厅季度抽查");
    const params = { caseId: reads[0]?.pk.slice("CASE#".length) ?? "" };
    const { readings } = (await town.coordinator.listReadings({ params, query: {} })).body;
    expect(readings).toMatchObject([{ organisationId: coordinatorId, reason: "省厅季度抽查" }]);
  });

  it("opens as a workbook", async () => {
    const { headers, bytes } = await download(town, `/v1/reports/cases?month=${month}&format=xlsx`, coordinatorId);
    expect(headers.get("content-type")).toBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    const [workbook] = await readXlsxFile(bytes);
    expect(workbook?.data[0]).toEqual([...caseColumns]);
    expect(workbook?.data).toHaveLength(5);
  });

  it("tells what was claimed for a case", async () => {
    await archiveCase(town, settledId);
    await (await town.clientOf(villageCommittee)).claimIncentive({ params: { caseId: settledId } });
    const row = (await exported("format=csv")).find((one) => one["案件编码"] === settledId);
    expect(row?.["以奖代补评定"]).toBe("已申报 150.00元");
  });

  it("is masked for an auditor, who may state no reason, and closed to all others", async () => {
    expect(await town.ask(`/v1/reports/cases?month=${month}`, { by: villageCommittee })).toMatchObject({
      status: 403,
    });
    expect(await town.ask(`/v1/reports/cases?month=${month}&reason=x`, { by: coordinatorId })).toMatchObject({
      status: 400,
    });
    const facts = {
      kind: "agency",
      type: "auditor",
      level: "county",
      name: "样例审计",
      divisionCode: "330483",
    } as const;
    await town.coordinator.putOrganisation({ params: { organisationId: police }, body: facts });
    expect((await exported("format=csv", police)).map((row) => row["当事人"])).toContain("张**、李**");
    const withReason = await town.ask(`/v1/reports/cases?month=${month}&reason=audit`, { by: police });
    expect(withReason).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  });
});
