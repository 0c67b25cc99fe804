import { raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import { type Role, roles } from "../../../shared/domain/case.ts";
import type { Label } from "../../../shared/domain/codes.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { labelled } from "../../../shared/words/punctuation.ts";
import { figureTexts } from "../figure-texts.ts";
import { askedAgain } from "../kept.ts";
import { sheetTexts } from "../sheet-texts.ts";
import { type TextName, texts } from "../texts.ts";
import { formToken, type Visit } from "../visit.ts";

/** A text in the visitor's language. */
export const say = ({ language }: Pick<Visit, "language">, text: TextName | Label): string =>
  (typeof text === "string" ? texts[text] : text)[language];

/** The mark in the browser's tab, without another request. */
export const mark =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23083a7a'/%3E%3Cpath d='M4 8h8M9 5l3 3-3 3' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

type ShellProps = {
  visit: Visit;
  title: string;
  current?: "work" | "cases" | "new" | "figures" | "administration";
  children?: Child;
};

/** What a browser is told of every page. */
export const Head: FC<{ visit: Visit; title: string }> = ({ visit, title }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="renderer" content="webkit" />
    <meta name="force-rendering" content="webkit" />
    <title>{`${title} · ${say(visit, "product")}`}</title>
    <link rel="icon" href={mark} />
    <link rel="stylesheet" href={visit.link(visit.assets.style.path)} />
    <script src={visit.link(visit.assets.script.path)} defer />
  </head>
);

/** The frame of every page. */
export const Shell: FC<ShellProps> = ({ visit, title, current, children }) => {
  const { language, session, link } = visit;
  const seat = session?.seat;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={language === "zh" ? "zh-CN" : "en"}>
        <Head visit={visit} title={title} />
        <body>
          <a class="skip" href="#content">
            {say(visit, "skip")}
          </a>
          <p class="renderer">{texts.renderer.zh}</p>
          <header class="bar">
            <a class="product" href={link("/console/work")}>
              {say(visit, "product")}
            </a>
            {seat && <a href={link("/console/search")}>{say(visit, "searchCases")}</a>}
            {seat && <Seat visit={visit} />}
            <form method="post" action={link("/console/language")}>
              <input type="hidden" name="language" value={language === "zh" ? "en" : "zh"} />
              <button type="submit" class="quiet" lang={language === "zh" ? "en" : "zh-CN"}>
                {language === "zh" ? "English" : "中文"}
              </button>
            </form>
          </header>
          <div class={seat ? "frame" : "frame alone"}>
            {seat && <Menu visit={visit} current={current} />}
            <main id="content" tabindex={-1}>
              <Kept visit={visit} />
              {children}
              {seat && <p class="printed">{printedBy(visit)}</p>}
            </main>
          </div>
        </body>
      </html>
    </>
  );
};

/** Who printed a page and when, which stands on paper alone. */
export const printedBy = (visit: Visit): string =>
  [
    labelled(say(visit, sheetTexts.printedBy), visit.session?.seat?.name ?? "", visit.language),
    labelled(say(visit, sheetTexts.printedAt), clockTime(new Date(visit.now).toISOString()), visit.language),
  ].join("　");

const Seat: FC<{ visit: Visit }> = ({ visit }) => {
  const { session, link } = visit;
  if (session?.seat === undefined) return null;
  const { organisationName, name } = session.seat;
  return (
    <div class="seat">
      <span title={organisationName}>{organisationName}</span> <span>{name}</span>
      {session.seats.length > 1 && <a href={link("/console/seat")}>{say(visit, "switchSeat")}</a>}
      <Form visit={visit} action="/console/sign-out">
        <button type="submit" class="quiet">
          {say(visit, "signOut")}
        </button>
      </Form>
    </div>
  );
};

/** Whether what organisations of some roles may ask for is offered to the visitor. A visitor that asks all the same is answered by the API. */
export const isOffered = ({ session }: Pick<Visit, "session">, some: readonly Role[]): boolean =>
  session?.seat !== undefined && isFor(some, session.seat.role);

const isFor = (some: readonly Role[], role: Role): boolean => some.includes(role);

const Menu: FC<{ visit: Visit; current: ShellProps["current"] }> = ({ visit, current }) => {
  const entries = [
    { key: "work", href: "/console/work", text: "work", for: ["agency", "committee", "coordinator"] },
    { key: "cases", href: "/console/cases", text: "cases", for: roles },
    { key: "new", href: "/console/new", text: "newReferral", for: ["agency", "committee"] },
    { key: "figures", href: "/console/figures", text: figureTexts.figures, for: roles },
    { key: "administration", href: "/console/administration", text: "administration", for: roles },
  ] as const satisfies readonly { for: readonly Role[]; [key: string]: unknown }[];
  const role = visit.session?.seat?.role ?? "agency";
  return (
    <nav class="menu" aria-label={say(visit, "product")}>
      {entries
        .filter((entry) => isFor(entry.for, role))
        .map(({ key, href, text }) => (
          <a href={visit.link(href)} aria-current={key === current ? "page" : undefined}>
            {say(visit, text)}
          </a>
        ))}
    </nav>
  );
};

type FormProps = {
  visit: Visit;
  action: string;
  class?: string;
  /** Where the script asks for a part of the page while the form is filled in. */
  "data-live"?: string;
  /** What the script says of uploads. */
  "data-papers"?: string;
  /** What the script says where a part of a table was not sent. */
  "data-batch"?: string;
  hidden?: boolean;
  enctype?: "multipart/form-data";
  children?: Child;
};

/** A form of this session: no other site can send it, and it says for which organisation it was opened. */
export const Form: FC<FormProps> = ({ visit, action, children, ...rest }) => (
  <form
    method="post"
    action={visit.link(action)}
    {...rest}
    data-live={rest["data-live"] === undefined ? undefined : visit.link(rest["data-live"])}
  >
    <input type="hidden" name="form-token" value={formToken(visit)} />
    <input type="hidden" name="form-seat" value={visit.session?.seat?.organisationId ?? ""} />
    {children}
  </form>
);

/** Says that what was typed before is back, what of it is asked for again, or that it was not kept; nothing where it is none of these. */
const Kept: FC<{ visit: Visit }> = ({ visit }) => {
  const { kept, isLost } = visit;
  if (kept === undefined && isLost !== true) return null;
  const again = kept && askedAgain(kept);
  return (
    <p class="notice warning" role="alert">
      {say(visit, kept === undefined ? "notKept" : "kept")}
      {again !== undefined && ` ${say(visit, asksAgain[again])}`}
    </p>
  );
};
const asksAgain = { file: "fileAgain", key: "keyAgain", code: "codeAgain" } as const;

/** A page that says one thing and offers one way on. */
export const Message: FC<{ visit: Visit; title: string; children?: Child }> = ({ visit, title, children }) => (
  <Shell visit={visit} title={title}>
    <h1>{title}</h1>
    {children}
  </Shell>
);
