import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Client } from "../../shared/client/client.ts";
import { addPaper, bindFile } from "../../shared/client/documents.ts";
import type { DocumentKind } from "../../shared/domain/codes.ts";
import { checkedFetch, openDocument } from "../support/api-document.ts";
import { hasPoppler, pdfText, squeezed } from "../support/paper-texts.ts";
import { jpegOf, pngOf } from "../support/pictures.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const checked = checkedFetch(openDocument());
let town: Town;
let committee: Client;
let referrer: Client;
let caseId: string;
/** The scan of the signed agreement: a real PDF. */
let scan: Uint8Array<ArrayBuffer>;
let draft = "";

const add = (kind: DocumentKind, name: string, bytes: Uint8Array<ArrayBuffer>, supersedes?: string) =>
  addPaper(committee, caseId, { kind, name, bytes, ...(supersedes !== undefined && { supersedes }) });
const bind = (client: Client, format: "pdf" | "zip", reason?: string) =>
  bindFile(client, { params: { caseId }, query: { format, ...(reason !== undefined && { reason }) } });

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, strangerCommittee]);
  committee = await town.clientOf(villageCommittee, { officer: "Li", fetch: checked.fetch });
  referrer = await town.clientOf(police, { officer: "Wang", fetch: checked.fetch });
  caseId = await refer(town, "bundle-1");
  await mediate(committee, caseId);
  await settleCase(committee, caseId);
  await add("performance_proof", "收条.jpg", jpegOf(4_000, 3_000, 6));
  await add("other", "录音.mp3", new Uint8Array(Buffer.from("ID3 样例录音")));
  await add("appraisal", "现场.png", pngOf(30, 20));
  draft = (await committee.filePaper({ params: { caseId, kind: "agreement" } })).body.documentId;
  const params = { caseId, kind: "agreement" } as const;
  const agreement = await committee.download("renderPaper", "application/pdf", { params, query: { format: "pdf" } });
  scan = new Uint8Array(agreement.bytes);
  await add("agreement", "协议书扫描件.pdf", scan, draft);
  await committee.filePaper({ params: { caseId, kind: "registration" } });
  // Made again after something was said, it takes the place of the draft before.
  await committee.sayParticulars({ params: { caseId }, body: { requested: "样例事项", copies: 3 } });
  await committee.filePaper({ params: { caseId, kind: "registration" } });
  await committee.filePaper({ params: { caseId, kind: "cover" } });
});
afterAll(() => town?.stop());

const names = ["人民调解受理登记表.pdf", "现场.png", "协议书扫描件.pdf", "收条.jpg", "录音.mp3"];
const readingsOf = async () =>
  (await storedItems(town.platform)).filter(({ pk, sk }) => pk === `CASE#${caseId}` && sk.startsWith("READ#"));

describe("the whole file of a case", () => {
  it("is one PDF, its papers in the order of the archive, and names what is no part of it and what it lacks", async () => {
    const { bound, bytes } = await bind(committee, "pdf");
    expect(bound.papers.map(({ name }) => name)).toEqual(names);
    const [, { page: first = 0 } = {}] = bound.papers;
    expect(bound.papers.map(({ page, pages, draft: isDraft }) => [page, pages, isDraft])).toEqual([
      [1, first - 1, true],
      [first, 1, false],
      [first + 1, 1, false],
      [first + 2, 1, false],
      [undefined, undefined, false],
    ]);
    expect(bound.missing).toEqual(["registration", "mediation_record"]);
    expect(bound.name).toBe("整卷-bundle-1.pdf");
    if (!hasPoppler) return;
    const [cover = "", contents = ""] = pdfText(bytes).split("\f").map(squeezed);
    expect(cover).toContain("保管期限10年");
    expect(cover).toContain("人民调解卷宗");
    for (const text of [...names, "草稿", "电子件另存", "归档尚缺：人民调解受理登记表、人民调解记录"])
      expect(contents).toContain(text);
    expect(squeezed(pdfText(bytes))).toContain(`本卷宗共${first + 2}页`);
  });

  it("is the same bytes each time, as PDF and as ZIP", async () => {
    for (const format of ["pdf", "zip"] as const) {
      const [one, other] = await Promise.all([bind(committee, format), bind(committee, format)]);
      expect(one.bound.sha256).toBe(other.bound.sha256);
      expect(Buffer.from(one.bytes).equals(other.bytes)).toBe(true);
    }
  });

  it("is a ZIP of each paper as it is, with a manifest by which every one is found and checked", async () => {
    const { bytes } = await bind(committee, "zip");
    const files = unzipSync(bytes);
    const entry = z.object({ file: z.string(), sha256: z.string(), sizeBytes: z.number() });
    const { papers, made } = z
      .object({ papers: z.array(entry), made: z.array(entry) })
      .parse(JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array())));
    expect(papers.map(({ file }) => file)).toEqual(names.map((name, index) => `00${index + 1} ${name}`));
    const listed = [...papers, ...made];
    expect(Object.keys(files).toSorted()).toEqual([...listed.map(({ file }) => file), "manifest.json"].toSorted());
    for (const { file, sha256, sizeBytes } of listed) {
      const content = files[file] ?? new Uint8Array();
      expect([file, content.length]).toEqual([file, sizeBytes]);
      expect([file, createHash("sha256").update(content).digest("hex")]).toEqual([file, sha256]);
    }
    expect(Buffer.from(files["003 协议书扫描件.pdf"] ?? []).equals(scan)).toBe(true);
  });

  it("leaves to the ZIP the PNGs that would take too long to unpack, and is not bound where it is too large", async () => {
    const id = await refer(town, "bundle-2");
    await mediate(committee, id);
    await addPaper(committee, id, { kind: "appraisal", name: "大.png", bytes: pngOf(4_000, 4_000) });
    for (const [index, name] of ["一.png", "二.png", "三.png", "四.png", "五.png"].entries())
      await addPaper(committee, id, { kind: "appraisal", name, bytes: pngOf(3_500, 4_000 + index) });
    const { bound } = await bindFile(committee, { params: { caseId: id } });
    expect(bound.papers.map(({ name, pages }) => [name, pages])).toEqual([
      ["大.png", undefined],
      ["一.png", 1],
      ["二.png", 1],
      ["三.png", 1],
      ["四.png", 1],
      ["五.png", undefined],
    ]);
    const recordings = Array.from({ length: 9 }, (_, index) => ({
      ...{ kind: "other" as const, name: `录音${index}.mp3` },
      bytes: new Uint8Array(Buffer.concat([Buffer.from(`ID3${index}`), Buffer.alloc(20 * 2 ** 20 - 4)])),
    }));
    for (const recording of recordings) await addPaper(committee, id, recording);
    const params = { caseId: id };
    expect(await problemCodeOf(committee.bindFile({ params, query: { format: "zip" } }))).toBe("409 file-too-large");
    expect((await committee.bindFile({ params })).body?.papers).toHaveLength(15);
  });

  it("records each paper that goes out as read, and the parties", async () => {
    const before = await readingsOf();
    await bind(committee, "pdf");
    const after = (await readingsOf()).filter(({ sk }) => !before.some((one) => one.sk === sk));
    const { bound } = await bind(committee, "zip");
    const readable = bound.papers.filter(({ pages }) => pages !== undefined).map(({ documentId }) => documentId);
    expect(after.flatMap((one) => one["documentId"] ?? []).toSorted()).toEqual(readable.toSorted());
    expect(after.filter((one) => one["documentId"] === undefined)).toHaveLength(1);
    const last = (await readingsOf()).filter(({ sk }) => ![...before, ...after].some((one) => one.sk === sk));
    expect(last).toHaveLength(1 + bound.papers.length);
  });

  it("is for the keeper, and for who coordinates with a reason; not for the referrer, nor for a stranger", async () => {
    const stranger = await town.clientOf(strangerCommittee);
    expect(await problemCodeOf(referrer.bindFile({ params: { caseId } }))).toBe("403 not-allowed");
    expect(await problemCodeOf(stranger.bindFile({ params: { caseId } }))).toBe("404 not-found");
    expect(await problemCodeOf(town.coordinator.bindFile({ params: { caseId } }))).toBe("400 invalid-parameters");
    const { bound } = await bind(town.coordinator, "pdf", "样例检查");
    expect(bound.papers).toHaveLength(names.length);
    // The reason lies sealed, and is shown to those who may see who read.
    expect(JSON.stringify(await readingsOf())).not.toContain("样例检查");
    const { readings } = (await town.coordinator.listReadings({ params: { caseId }, query: { limit: "100" } })).body;
    expect(readings.filter(({ reason }) => reason === "样例检查")).toHaveLength(names.length);
  });

  it("is handed out though the file is put away", async () => {
    for (const kind of ["registration", "mediation_record"] as const) await add(kind, `${kind}.png`, pngOf(3, 2));
    await referrer.acknowledgeResult({ params: { caseId }, version: "*" });
    await town.coordinator.archive({ params: { caseId }, version: "*" });
    const { bound } = await bind(committee, "pdf");
    expect(bound.missing).toEqual([]);
    expect(bound.papers.map(({ name }) => name)).toContain("mediation_record.png");
  });
});
