import { ApiError } from "../../shared/client/errors.ts";
import type { FieldError } from "../../shared/contracts/problems.ts";
import { type OperationAnswer, routes } from "../../shared/contracts/routes.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { tariff } from "../../shared/domain/incentive.ts";
import { administration } from "./administration-texts.ts";
import { typed } from "./forms/entry.ts";
import { DifferencePage, LawPage, TariffsPage } from "./pages/rules.tsx";
import { saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou, type Visit } from "./visit.ts";

/** The two kinds of rules that are loaded as a file: first as a difference, then for good. */
const loadings = {
  law: { operation: "loadLawPack", title: administration.law },
  tariffs: { operation: "loadTariff", title: administration.tariffs },
} as const;
export type Kind = keyof typeof loadings;
export type Loading = OperationAnswer<"loadLawPack">;
/** What was typed of a file that is not loaded yet, and what is wrong with it. */
export type TypedRules = { text: string; fault?: string; faults?: readonly FieldError[] };

const bytesAtMost = 200 * 1024;

/** The rules of a kind, and the form by which others are loaded. */
export const showRules = (context: Here, kind: Kind, said?: TypedRules): Promise<Response> => {
  const { kept } = context.get("visit");
  const shown = said ?? (kept && { text: kept.get("text")?.[0] ?? "" });
  return kind === "law" ? showLaw(context, shown) : showTariffs(context, shown);
};

/** The law in force in the county on a day, and the packs of the own layer. */
async function showLaw(context: Here, typed: TypedRules | undefined): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  const today = shanghaiDate(new Date(visit.now).toISOString());
  const asked = context.req.query("day") ?? "";
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today;
  const [law, packs] = await Promise.all([
    // The nation's law begins on a day, and the operator belongs to no county.
    visit.client.showLaw({ query: { day } }).catch(unlessMissing),
    may(seat, "listLawPacks") ? visit.client.listLawPacks() : undefined,
  ]);
  return context.html(
    <LawPage
      visit={visit}
      day={day}
      law={law?.body}
      packs={packs?.body.packs}
      mayLoad={may(seat, "loadLawPack")}
      said={saidIn(context)}
      typed={typed}
    />,
    typed?.fault === undefined ? 200 : 422,
  );
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return undefined;
  throw error;
}

/** The tariffs of the county, with what each pays in two examples. */
async function showTariffs(context: Here, typed: TypedRules | undefined): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "listTariffs")) throw new NotForYou();
  const { body } = await visit.client.listTariffs();
  return context.html(
    <TariffsPage
      visit={visit}
      tariffs={body.tariffs}
      mayLoad={may(seat, "loadTariff")}
      said={saidIn(context)}
      typed={typed}
    />,
    typed?.fault === undefined ? 200 : 422,
  );
}

/**
 * Shows what a file would change; once that is confirmed, loads it for good. Where others were loaded meanwhile than it was
 * compared with, it is compared again and nothing is loaded.
 */
export async function loadRules(context: Here, kind: Kind): Promise<Response> {
  const visit = context.get("visit");
  const { operation } = loadings[kind];
  const { seat } = await ownSeat(visit);
  if (!may(seat, operation)) throw new NotForYou();
  const { text, revision, fault, isBack } = await readIn(context);
  const refuse = (why: string, faults: readonly FieldError[] = []) =>
    showRules(context, kind, { text, fault: why, faults });
  if (isBack) return showRules(context, kind, { text });
  if (fault !== undefined) return refuse(say(visit, administration[fault]));
  const json = jsonOf(text);
  if (json === undefined) return refuse(say(visit, administration.notJson));
  try {
    if (revision !== "") {
      const loaded = await send(visit, kind, json, { dryRun: "false", revision }).catch(unlessChanged);
      const outcome = loaded?.body.outcome === "stored" ? "done" : "unchanged";
      if (loaded !== undefined) return leadTo(context, `/console/${kind}`, outcome);
    }
    const { body } = await send(visit, kind, json, { dryRun: "true" });
    if (body.outcome === "repeated") return leadTo(context, `/console/${kind}`, "unchanged");
    const rate = kind === "tariffs" ? tariff().safeParse(json).data : undefined;
    return context.html(
      <DifferencePage
        visit={visit}
        title={say(visit, loadings[kind].title)}
        action={`/console/${kind}`}
        difference={body.difference}
        fields={{ text, revision: body.revision }}
        isStale={revision !== ""}
        {...given("rate", rate)}
      />,
      revision === "" ? 200 : 409,
    );
  } catch (error) {
    if (!(error instanceof ApiError) || ![403, 404, 409, 422].includes(error.status)) throw error;
    if (error.code === "second-person-required") throw error;
    return refuse(problemText(error.problem.code, visit.language), error.problem.errors ?? []);
  }
}

/** Answers nothing where something else was loaded since somebody looked. */
export function unlessChanged(error: unknown): undefined {
  if (error instanceof ApiError && error.code === "changed-meanwhile") return undefined;
  throw error;
}

type Asked = { dryRun: "true" | "false"; revision?: string };
function send({ client }: Visit, kind: Kind, json: unknown, query: Asked) {
  // The API names the faults by its schema, in the person's language.
  if (kind === "law") {
    const parsed = routes.loadLawPack.body().safeParse(json);
    return client.loadLawPack({ query, body: parsed.success ? parsed.data : Object(json) });
  }
  const parsed = tariff().safeParse(json);
  return client.loadTariff({ query, body: parsed.success ? parsed.data : Object(json) });
}

type ReadText = { text: string; revision: string; isBack: boolean; fault?: "fileMissing" | "fileTooLarge" };

/** What was pasted or chosen, and what it was compared with, where that was looked at. */
async function readIn(context: Here): Promise<ReadText> {
  const form = await context.req.formData();
  const { sent = new Map() } = context.get("visit");
  const file = form.get("file");
  const read = { revision: typed(sent, "revision"), isBack: sent.has("back") };
  const isFile = file !== null && typeof file !== "string" && file.size > 0;
  const pasted = typed(sent, "text");
  if (isFile && file.size > bytesAtMost) return { ...read, text: pasted, fault: "fileTooLarge" };
  const text = isFile ? (await file.text()).trim() : pasted;
  if (text === "") return { ...read, text, fault: "fileMissing" };
  return text.length > bytesAtMost ? { ...read, text, fault: "fileTooLarge" } : { ...read, text };
}

function jsonOf(text: string): unknown {
  try {
    // The byte order mark that Windows writes before a text is no part of it.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
