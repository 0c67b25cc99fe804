import * as z from "zod";
import { type ProblemCode, problems } from "../../shared/contracts/problems.ts";

/** An answer of the platform as it came. */
export type Answer = { status: number; headers: Readonly<Record<string, string>>; text: string };

const problemDocument = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string().refine((code): code is ProblemCode => Object.hasOwn(problems, code)),
  action: z.string(),
  instance: z.uuid(),
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Of an answer as much as helps to find what went wrong. */
const told = ({ status, text }: Answer): string => `${status} ${text.slice(0, 300)}`;

/** Why the answer is no refusal as every refusal should be: a whole problem document with a status below 500, kept by nobody. */
export function faultOfProblem(answer: Answer): string | undefined {
  const { status, headers, text } = answer;
  if (status < 400 || status >= 500) return `not refused: ${told(answer)}`;
  const { data } = problemDocument.safeParse(parsed(text));
  if (data === undefined) return `no problem document: ${told(answer)}`;
  const { title, action, status: expected } = problems[data.code];
  const isWhole =
    data.status === status &&
    expected === status &&
    data.type === `urn:accord:problem:${data.code}` &&
    Object.values(title).includes(data.title) &&
    Object.values(action).includes(data.action);
  if (!isWhole) return `a problem document that is not its code's: ${told(answer)}`;
  if (headers["content-type"] !== "application/problem+json") return `of type ${headers["content-type"]}`;
  if (headers["cache-control"] !== "no-store" || headers["etag"] !== undefined) return "may be kept";
  return undefined;
}

/** Why the answer is no refusal by one of these codes; to be told to come back at once is one where `busy` is named. */
export function faultOfCode(answer: Answer, ...codes: readonly ProblemCode[]): string | undefined {
  const isBusy = answer.status === 503 && answer.headers["retry-after"] !== undefined;
  if (isBusy && codes.includes("busy") && answer.text.includes('"code":"busy"')) return undefined;
  const fault = faultOfProblem(answer);
  if (fault !== undefined) return fault;
  const { code } = problemDocument.parse(parsed(answer.text));
  return codes.includes(code) ? undefined : `refused as ${code}: ${told(answer)}`;
}

/** Why the answer to a token that nobody may use is wrong: it is refused with 401, and by the words of its code alone. */
export function faultOfToken(answer: Answer): string | undefined {
  if (answer.status !== 401) return `not refused: ${told(answer)}`;
  const fault = faultOfProblem(answer);
  if (fault !== undefined) return fault;
  // Faults of the claims are told to a caller who could sign them.
  const { detail, ...rest } = problemDocument.parse(parsed(answer.text));
  const more = Object.keys(rest).filter((name) => !(name in problemDocument.shape));
  if (detail !== undefined && rest.code !== "token-claims") more.push("detail");
  return more.length === 0 ? undefined : `tells more than its code: ${more.join(", ")}`;
}

/** What belongs to the request or the moment, not to what was asked for. */
const ofTheMoment = ["date", "content-length", "connection", "keep-alive", "ratelimit"];

/** In what two answers can be told apart: status, headers, or body but for the request's own id. */
export function differenceOf(one: Answer, other: Answer): string | undefined {
  const withoutSource = ({ text }: Answer) => text.replace(/"instance":"[^"]*"/, "");
  const kept = ({ headers }: Answer) =>
    JSON.stringify(
      Object.entries(headers)
        .filter(([name]) => !ofTheMoment.includes(name))
        .toSorted(),
    );
  // A body of the same words is of the same size: the id that differs is always as long.
  const isAlike =
    one.status === other.status &&
    kept(one) === kept(other) &&
    withoutSource(one) === withoutSource(other) &&
    Buffer.byteLength(one.text) === Buffer.byteLength(other.text);
  return isAlike ? undefined : `${told(one)} beside ${told(other)}`;
}

/** How much later half of the answers may come, as a share of the time that they take, before that tells something. */
const tellingShare = 0.15;

/** Why times tell what is there from what is not: half of the answers of one kind come clearly later than half of the other. */
export function faultOfTimes(times: readonly { there: number; not: number }[]): string | undefined {
  const middle = (all: number[]): number => all.toSorted((one, other) => one - other)[all.length >> 1] ?? 0;
  const typical = middle(times.map(({ not }) => not));
  const later = middle(times.map(({ there, not }) => there - not));
  if (Math.abs(later) <= tellingShare * typical) return undefined;
  return `what is there is answered ${later.toFixed(1)} ms later than what is not, of ${typical.toFixed(1)} ms`;
}

/** Why of several at once not exactly one was done and all others were refused as they should be. */
export function faultOfOnlyOne(answers: readonly Answer[], ...codes: readonly ProblemCode[]): string | undefined {
  const refused = answers.filter(({ status }) => status >= 300);
  const wrong = refused.map((answer) => faultOfCode(answer, ...codes)).find((fault) => fault !== undefined);
  if (wrong !== undefined) return wrong;
  const done = answers.length - refused.length;
  return done === 1 ? undefined : `${done} of ${answers.length} at once were done`;
}

/**
 * Why two answers to the same thing, asked twice at once, cannot both be right: one is done, the other is a refusal or says
 * with the version of the first that it was done.
 */
export function faultOfRace(answers: readonly Answer[], happened: number): string | undefined {
  const taken = answers.filter(({ status }) => status < 300);
  const refused = answers.filter(({ status }) => status >= 300);
  const wrong = refused.map((answer) => faultOfProblem(answer)).find((fault) => fault !== undefined);
  if (wrong !== undefined) return wrong;
  if (taken.length === 0) return `both refused: ${answers.map(told).join(" beside ")}`;
  if (happened !== 1) return `happened ${happened} times`;
  const ids = new Set(taken.map(({ text }) => /"caseId":"[^"]*"/.exec(text)?.[0]));
  return ids.size === 1 ? undefined : "two cases of one referral";
}

/** Which of the planted texts can be read in the text, as it is or as JSON or an address spells it. */
export function leaksIn(text: string, planted: readonly string[]): string[] {
  const escaped = (word: string) => JSON.stringify(word).slice(1, -1);
  const ascii = (word: string) =>
    word.replaceAll(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return planted.filter((word) =>
    [
      word,
      escaped(word),
      ascii(word),
      encodeURIComponent(word),
      Buffer.from(word).toString("base64").replace(/=+$/, ""),
    ]
      .filter((spelling) => spelling.length >= 4)
      .some((spelling) => text.includes(spelling)),
  );
}

/** Characters that no stored or printed text may hold: controls but tab and line breaks, and those that turn its direction. */
const unwanted = /[\p{Bidi_Control}\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]|(?![\t\n\r])\p{Cc}/u;

/** Where in a value there is text that may not enter; undefined when there is none. */
export function unwantedIn(value: unknown, path = ""): string | undefined {
  if (typeof value === "string") return unwanted.test(value) ? path : undefined;
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    if (unwanted.test(key)) return `${path}/${JSON.stringify(key)}`;
    const found = unwantedIn(part, `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
