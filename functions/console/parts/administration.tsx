import type { Child, FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { Label } from "../../../shared/domain/codes.ts";
import { administration } from "../administration-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import type { Sent } from "../forms/step-form.ts";
import { type Here, outcomeTold, type Visit } from "../visit.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { Field } from "./field.tsx";
import { Form, Shell, say } from "./shell.tsx";

export type Said = "done" | "unchanged" | undefined;

type FrameProps = {
  visit: Visit;
  title: string;
  /** What the page is about, where several have the same title. */
  of?: string;
  /** Where it leads back to, and what that is called. */
  back?: { href: string; text: string };
  said?: Said;
  /** Something is wrong, and the page says what. */
  problem?: string | undefined;
  isWrong?: boolean;
  children?: Child;
};

/** The frame of a page of administration: the way back, its title, and what came of the last act. */
export const Frame: FC<FrameProps> = ({ visit, title, of, back, said, problem, isWrong, children }) => {
  const whole = of === undefined ? title : `${title} · ${of}`;
  const wrong = isWrong === true || problem !== undefined;
  const to = back ?? { href: "/console/administration", text: say(visit, administration.title) };
  return (
    <Shell visit={visit} title={wrong ? `${say(visit, "wrong")}${whole}` : whole} current="administration">
      <p>
        <a href={visit.link(to.href)}>{`← ${to.text}`}</a>
      </p>
      <h1>
        {title}
        {of !== undefined && <span class="subtitle">{of}</span>}
      </h1>
      {said !== undefined && (
        <p class={`notice ${said}`} role="status">
          {say(visit, said)}
        </p>
      )}
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problem}
        </p>
      )}
      {children}
    </Shell>
  );
};

type EntryProps = {
  form: FormState;
  fields: readonly BodyField[];
  action: string;
  button: Label;
  children?: Child;
};

/** A form of administration, from the schema of what it sends. */
export const Entry: FC<EntryProps> = ({ form, fields, action, button, children }) => (
  <>
    {form.errors.size > 0 && <ErrorSummary form={form} />}
    <Form visit={form.visit} action={action}>
      {children}
      {fields.map((field) => (
        <Field form={form} field={field} name={field.name} path={field.name} />
      ))}
      <button type="submit" class="primary">
        {say(form.visit, button)}
      </button>
    </Form>
  </>
);

type ConfirmProps = {
  visit: Visit;
  title: string;
  of: string;
  back: { href: string; text: string };
  texts: readonly (string | undefined)[];
  action: string;
  /** What is sent with it. */
  fields?: Readonly<Record<string, string>>;
  button: Label;
};

/** The second page of an act that people must not take by mistake: what will happen, and the way back beside it. */
export const ConfirmPage: FC<ConfirmProps> = ({ visit, title, of, back, texts, action, fields = {}, button }) => (
  <Frame visit={visit} title={title} of={of} back={back}>
    <section class="next">
      {texts.map((text) => text !== undefined && <p>{text}</p>)}
      <Form visit={visit} action={action}>
        {Object.entries({ ...fields, confirmed: "yes" }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p class="actions">
          <button type="submit" class="danger">
            {say(visit, button)}
          </button>{" "}
          <a class="button" href={visit.link(back.href)}>
            {say(visit, administration.cancel)}
          </a>
        </p>
      </Form>
    </section>
  </Frame>
);

/** What was sent, to be sent again with another button. */
export const Hidden: FC<{ sent: Sent }> = ({ sent }) => (
  <>
    {[...sent]
      .filter(([name]) => !["form-token", "form-seat"].includes(name))
      .flatMap(([name, texts]) => texts.map((text) => <input type="hidden" name={name} value={text} />))}
  </>
);

/** The buttons under what was looked at first: makes it so, or leads back to the form with all that was typed. */
export const ConfirmOrBack: FC<{ visit: Visit; button?: Label; isGrave?: boolean }> = ({
  visit,
  button = administration.confirm,
  isGrave = false,
}) => (
  <p class="actions">
    <button type="submit" class={isGrave ? "danger" : "primary"}>
      {say(visit, button)}
    </button>{" "}
    <button type="submit" name="back" value="yes">
      {say(visit, administration.backToForm)}
    </button>
  </p>
);

/** A list as a table, which a phone shows as cards. */
export const Table: FC<{
  caption: string;
  heads: readonly string[];
  rows: readonly (readonly Child[])[];
  /** The last column is an act, whose button says what it does. */
  acts?: boolean;
}> = ({ caption, heads, rows, acts = false }) => (
  <table class="list">
    <caption class="unseen">{caption}</caption>
    <thead>
      <tr>
        {heads.map((head) => (
          <th scope="col">{head}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((cells) => (
        <tr>
          {cells.map((cell, index) => (
            <td data-head={index === 0 || (acts && index === heads.length - 1) ? undefined : heads[index]}>{cell}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

/** What came of the act that led to the page, once. */
export function saidIn(context: Here): Said {
  const outcome = outcomeTold(context);
  return outcome === "done" || outcome === "unchanged" ? outcome : undefined;
}
