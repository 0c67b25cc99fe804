import type { Command } from "commander";
import type * as z from "zod";
import type { verification } from "../../contracts/verification.ts";
import type { Label } from "../../domain/codes.ts";
import { given } from "../../domain/given.ts";
import type { Finding } from "../../records/verify-all.ts";
import type { Client } from "../client.ts";
import type { Language } from "../errors.ts";
import { caseIdNamed } from "./case-name.ts";
import { exitCodes, UsageError } from "./failure.ts";

import type { AddCommands, Session } from "./session.ts";
import { listing } from "./table.ts";

type Verified = z.output<ReturnType<typeof verification>>;
type Found = Verified & { of: string };

const texts = {
  audit: { en: "Whether records are as they were written", zh: "核验记录是否被改动" },
  verify: {
    en: "Follow hash chains link by link, and see whether they are what the signed roots saw: of a case, of an organisation's log, of the county's open cases or those closed in a month, or everything. Exits 1 where one is broken",
    zh: "逐条核验哈希链，并与签名根对照：一件案件、某机构的操作日志、全县在办案件、某月结案的案件，或全部；有断链时退出码为 1",
  },
  organisation: { en: "the log of this organisation", zh: "该机构的操作日志" },
  month: { en: "the county's cases that were closed in this month, YYYY-MM", zh: "该月结案的案件（YYYY-MM）" },
  open: { en: "the county's open cases", zh: "全县在办案件" },
  everything: {
    en: "every root, every chain of the county that one covers, and the open cases",
    zh: "全部签名根及其所含本县哈希链，以及在办案件",
  },
  county: { en: "of this county, six digits; your own otherwise", zh: "该县六位代码；不填为本县" },
  export: {
    en: "without the platform: items of the table as JSON lines, as DynamoDB exports them, .gz or not; with --roots and --public-key",
    zh: "脱离平台核验：数据表导出文件（JSON 行，可为 .gz），须同时指定 --roots 和 --public-key",
  },
  roots: { en: "the folder of the roots and manifests", zh: "签名根及清单所在目录" },
  publicKey: { en: "check signatures by the public key in this file (PEM)", zh: "以该文件中的公钥（PEM）验签" },
  keep: {
    en: "Keep the signed roots, what they cover of the county, and the public key in a folder",
    zh: "将签名根、本县清单及公钥保存到目录",
  },
  out: { en: "the folder", zh: "保存目录" },
  kept: { en: "kept", zh: "已保存" },
  one: {
    en: "name one thing: a case, --organisation, --month, --open, --everything or --export",
    zh: "请只指定一项：案件、--organisation、--month、--open、--everything 或 --export",
  },
  offline: {
    en: "--export needs --roots and --public-key",
    zh: "--export 须同时指定 --roots 和 --public-key",
  },
  whole: { en: "whole", zh: "完整" },
  headings: { en: ["Of", "Links", "Roots", "Verdict", "Head"], zh: ["对象", "条数", "签名根", "结论", "末端哈希"] },
  broken: { en: ["Of", "Since root", "Verdict"], zh: ["对象", "签名根", "结论"] },
  ownKey: {
    en: "Signatures were checked by the key that the platform itself names; --public-key checks by one that was kept elsewhere",
    zh: "验签所用为平台自报的公钥；以另行保存的公钥验签请指定 --public-key",
  },
  followed: { en: "roots, chains followed", zh: "个签名根；已核验哈希链" },
} satisfies Record<string, Label | { en: string[]; zh: string[] }>;
const reasons = {
  link: { en: "broken at", zh: "断链于第" },
  end: { en: "cut off before", zh: "末尾缺失，自第" },
  state: { en: "the case stands otherwise than its history says, at", zh: "案件现状与记录不符，记录第" },
  reading: { en: "the record of readings is broken at", zh: "查阅留痕断链于第" },
  unreadable: { en: "cannot be read, at", zh: "无法读取，记录第" },
  root: { en: "otherwise than a signed root saw it, at", zh: "与签名根不符，记录第" },
  other: { en: "otherwise than the root saw it, at", zh: "与签名根不符，记录第" },
  short: { en: "shorter than the root saw it, before", zh: "短于签名根所载，自第" },
  gone: { en: "gone, from", zh: "已不存在，自第" },
  number: { en: "a root is missing before", zh: "之前缺少签名根，第" },
  previous: { en: "does not name the root before it:", zh: "未指向前一签名根，第" },
  signature: { en: "not signed by this key:", zh: "签名不符，第" },
  manifest: { en: "what the root covers is missing or changed", zh: "清单缺失或被改动" },
} satisfies Record<NonNullable<Verified["why"]> | Finding["why"], Label>;
const kinds = {
  case: { en: "case", zh: "案件" },
  readings: { en: "readings of", zh: "查阅留痕" },
  log: { en: "log of", zh: "操作日志" },
  root: { en: "root", zh: "签名根" },
  manifest: { en: "manifest of", zh: "清单" },
} satisfies Record<Finding["kind"], Label>;

type Given = {
  organisation?: string;
  month?: string;
  open?: true;
  everything?: true;
  county?: string;
  export?: string[];
  roots?: string;
  publicKey?: string;
};

/** accord audit verify, accord audit roots */
export const addAuditCommands: AddCommands = (program, open, language) => {
  const audit = program.command("audit").description(texts.audit[language]);
  audit
    .command("verify [case]")
    .description(texts.verify[language])
    .option("--organisation <id>", texts.organisation[language])
    .option("--month <month>", texts.month[language])
    .option("--open", texts.open[language])
    .option("--everything", texts.everything[language])
    .option("--county <code>", texts.county[language])
    .option("--export <files...>", texts.export[language])
    .option("--roots <folder>", texts.roots[language])
    .option("--public-key <file>", texts.publicKey[language])
    .action(async (named: string | undefined, options: Given, command: Command) => {
      const session = open(command);
      const { organisation, month, everything } = options;
      if ([named, organisation, month, options.open, everything, options.export].filter(Boolean).length !== 1) {
        throw new UsageError(texts.one);
      }
      if (everything !== undefined || options.export !== undefined) return verifyRoots(session, options, language);
      const found = await verify(await session.client(), named, options);
      session.print(found, () => sheetOf(found, language));
      if (found.some(({ whole }) => !whole)) session.exitWith(exitCodes.failed);
    });
  audit
    .command("roots")
    .description(texts.keep[language])
    .requiredOption("--out <folder>", texts.out[language])
    .option("--county <code>", texts.county[language])
    .action(async ({ out, county }: { out: string; county?: string }, command: Command) => {
      const session = open(command);
      const { keepRoots } = await import("./roots.ts");
      const kept = await keepRoots(await session.client(), out, county);
      session.print({ kept }, () => `${texts.kept[language]}: ${kept}`);
    });
};

async function verifyRoots(session: Session, options: Given, language: Language): Promise<void> {
  const { roots, publicKey, county } = options;
  // The code that follows records knows the whole life of a case, and is loaded for this alone.
  const { findingsOfExport, readPublicKey, verifyEverything } = await import("./roots.ts");
  const pem = publicKey === undefined ? undefined : await readPublicKey(publicKey);
  if (options.export !== undefined && (roots === undefined || pem === undefined)) throw new UsageError(texts.offline);
  const found =
    options.export !== undefined && roots !== undefined && pem !== undefined
      ? await findingsOfExport(options.export, { roots, pem, county })
      : await verifyEverything(await session.client(), { pem, county });
  if (options.export === undefined && county === undefined) found.findings.push(...(await brokenAmongOpen(session)));
  const byOwnKey = pem === undefined;
  session.print({ ...found, key: byOwnKey ? "platform" : "given" }, () =>
    [findingsSheet(found, language), ...(byOwnKey ? [texts.ownKey[language]] : [])].join("\n"),
  );
  if (found.findings.length > 0) session.exitWith(exitCodes.failed);
}

/** Entries since the last root are followed as far as they prove themselves. */
async function brokenAmongOpen(session: Session): Promise<Finding[]> {
  const client = await session.client();
  const found: Finding[] = [];
  for (const id of await casesOfCounty(client, undefined)) {
    const { why, brokenAt: at = 1, root } = (await client.verifyCase({ params: { caseId: id } })).body;
    // A difference from a root has been told with the root.
    if (why !== undefined && why !== "root") found.push({ kind: "case", id, why, at, ...given("root", root) });
  }
  return found;
}

async function verify(client: Client, named: string | undefined, { organisation, month }: Given): Promise<Found[]> {
  if (organisation !== undefined) {
    const { body } = await client.verifyAccess({ params: { organisationId: organisation } });
    return [{ of: organisation, ...body }];
  }
  const caseIds = named === undefined ? await casesOfCounty(client, month) : [await caseIdNamed(client, named)];
  const found: Found[] = [];
  for (const caseId of caseIds) {
    const { body } = await client.verifyCase({ params: { caseId } });
    found.push({ of: caseId, ...body });
  }
  return found;
}

async function casesOfCounty(client: Client, month: string | undefined): Promise<string[]> {
  const caseIds: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { as: "county", limit: "100", ...given("month", month), ...given("cursor", cursor) } as const;
    const { body } = await client.listCases({ query });
    caseIds.push(...body.cases.map(({ caseId }) => caseId));
    cursor = body.cursor;
  } while (cursor !== undefined);
  return caseIds;
}

const sheetOf = (found: readonly Found[], language: Language): string =>
  listing(
    texts.headings[language],
    found.map(({ of, length, roots, head, brokenAt, why, root }) => [
      of,
      String(length),
      String(roots),
      why === undefined
        ? texts.whole[language]
        : `${reasons[why][language]} ${brokenAt ?? ""}${root ? ` (${root})` : ""}`,
      head.slice(0, 16),
    ]),
  );

type Everything = { roots: number; followed: number; findings: Finding[] };

function findingsSheet({ roots, followed, findings }: Everything, language: Language): string {
  const sum = `${roots} ${texts.followed[language]}: ${followed}`;
  if (findings.length === 0) return `${texts.whole[language]}. ${sum}`;
  const rows = findings.map(({ kind, id, root, why, at }) => [
    `${kinds[kind][language]} ${id}`,
    root === undefined ? "" : String(root),
    why === "manifest" ? reasons[why][language] : `${reasons[why][language]} ${at}`,
  ]);
  return `${listing(texts.broken[language], rows)}\n${sum}`;
}
