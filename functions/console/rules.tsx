import { ApiError } from "../../shared/client/errors.ts";
import type { FieldError } from "../../shared/contracts/problems.ts";
import { type OperationAnswer, routes } from "../../shared/contracts/routes.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { tariff } from "../../shared/domain/incentive.ts";
import { administration } from "./administration-texts.ts";
import { DifferencePage, LawPage, TariffsPage } from "./pages/rules.tsx";
import { saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou, type Visit } from "./visit.ts";

/** The two kinds of rules that are loaded as a file: first as a difference, then for good. */
const loadings = {
  law: { operation: "loadLawPack", address: "/console/law", title: administration.law },
  tariffs: { operation: "loadTariff", address: "/console/tariffs", title: administration.tariffs },
} as const;
export type Kind = keyof typeof loadings;
export type Loading = OperationAnswer<"loadLawPack">;
/** What is wrong with a file that was to be loaded. */
export type Refused = { text: string; fault: string; faults: readonly FieldError[] };

const bytesAtMost = 200 * 1024;

/** The law in force in the county on a day, and the packs of the own layer. */
export async function showLaw(context: Here, refused?: Refused): Promise<Response> {
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
      refused={refused}
    />,
    refused === undefined ? 200 : 422,
  );
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return undefined;
  throw error;
}

/** The tariffs of the county, with what each pays in two examples. */
export async function showTariffs(context: Here, refused?: Refused): Promise<Response> {
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
      refused={refused}
    />,
    refused === undefined ? 200 : 422,
  );
}

/** Shows what a file would change; once that is confirmed, loads it for good. */
export async function loadRules(context: Here, kind: Kind): Promise<Response> {
  const visit = context.get("visit");
  const { operation, address } = loadings[kind];
  const { seat } = await ownSeat(visit);
  if (!may(seat, operation)) throw new NotForYou();
  const read = await textIn(context);
  const refuse = (fault: string, faults: readonly FieldError[] = []) => {
    const refused = { text: read.text, fault, faults };
    return kind === "law" ? showLaw(context, refused) : showTariffs(context, refused);
  };
  if (read.fault !== undefined) return refuse(say(visit, administration[read.fault]));
  const json = jsonOf(read.text);
  if (json === undefined) return refuse(say(visit, administration.notJson));
  const dryRun = read.isConfirmed ? "false" : "true";
  try {
    const { body } = await send(visit, kind, json, dryRun);
    if (read.isConfirmed) {
      const said = body.outcome === "stored" ? "done" : "unchanged";
      return leadTo(context, address, said);
    }
    if (body.outcome === "repeated") return leadTo(context, address, "unchanged");
    const rate = kind === "tariffs" ? tariff().safeParse(json).data : undefined;
    return context.html(
      <DifferencePage
        visit={visit}
        title={say(visit, loadings[kind].title)}
        back={address}
        action={`${address}/load`}
        difference={body.difference}
        fields={{ text: read.text }}
        {...given("rate", rate)}
      />,
    );
  } catch (error) {
    if (!(error instanceof ApiError) || ![403, 404, 409, 422].includes(error.status)) throw error;
    if (error.code === "second-person-required") throw error;
    return refuse(problemText(error.problem.code, visit.language), error.problem.errors ?? []);
  }
}

function send({ client }: Visit, kind: Kind, json: unknown, dryRun: "true" | "false") {
  // The API names the faults by its schema, in the person's language.
  if (kind === "law") {
    const parsed = routes.loadLawPack.body().safeParse(json);
    return client.loadLawPack({ query: { dryRun }, body: parsed.success ? parsed.data : Object(json) });
  }
  const parsed = tariff().safeParse(json);
  return client.loadTariff({ query: { dryRun }, body: parsed.success ? parsed.data : Object(json) });
}

type ReadText = { text: string; isConfirmed: boolean; fault?: "fileMissing" | "fileTooLarge" };

async function textIn(context: Here): Promise<ReadText> {
  const form = await context.req.raw.clone().formData();
  const [file, pasted] = [form.get("file"), form.get("text")];
  const isConfirmed = form.get("confirmed") === "yes";
  const isFile = file !== null && typeof file !== "string" && file.size > 0;
  if (isFile && file.size > bytesAtMost) return { text: "", isConfirmed, fault: "fileTooLarge" };
  const text = (isFile ? await file.text() : typeof pasted === "string" ? pasted : "").trim();
  if (text === "") return { text, isConfirmed, fault: "fileMissing" };
  return text.length > bytesAtMost ? { text: "", isConfirmed, fault: "fileTooLarge" } : { text, isConfirmed };
}

function jsonOf(text: string): unknown {
  try {
    // The byte order mark that Windows writes before a text is no part of it.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
