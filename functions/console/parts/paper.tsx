import { raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import { sheetTexts } from "../sheet-texts.ts";
import type { Visit } from "../visit.ts";
import { Head, printedBy, say } from "./shell.tsx";

type PaperProps = {
  visit: Visit;
  title: string;
  /** What it is about: the number of a case, a month. */
  of: string;
  back: { href: string; text: string };
  children?: Child;
};

/** A sheet of paper: the head of the house, what it says, and who printed it when. On the screen two buttons stand above it. */
export const Paper: FC<PaperProps> = ({ visit, title, of, back, children }) => {
  const { language, session, link } = visit;
  const seat = session?.seat;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={language === "zh" ? "zh-CN" : "en"}>
        <Head visit={visit} title={`${title} · ${of}`} />
        <body class="sheet">
          <nav class="onscreen" aria-label={say(visit, sheetTexts.print)}>
            <a href={link(back.href)}>{back.text}</a>
            <button type="button" class="primary" data-print hidden>
              {say(visit, sheetTexts.print)}
            </button>
          </nav>
          <main id="content">
            <p class="house">{seat?.organisationName}</p>
            <h1>{title}</h1>
            <p class="number">{of}</p>
            {children}
          </main>
          <footer>{printedBy(visit)}</footer>
        </body>
      </html>
    </>
  );
};

/** Where the house puts its seal and the day. */
export const Seal: FC<{ visit: Visit }> = ({ visit }) => (
  <div class="seal">
    <p>{`${visit.session?.seat?.organisationName ?? ""}${say(visit, sheetTexts.seal)}`}</p>
    <p>{say(visit, sheetTexts.date)}</p>
  </div>
);
