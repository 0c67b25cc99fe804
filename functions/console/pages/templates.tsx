import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { shanghaiDate } from "../../../shared/domain/calendar.ts";
import { paperKinds, type TemplateKind, templateKind } from "../../../shared/domain/official-paper.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { administration } from "../administration-texts.ts";
import { ConfirmOrBack, Frame, type Said, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import { templateTexts } from "../template-texts.ts";
import type { OpenTemplate, Template, TypedTemplate } from "../templates.tsx";
import type { Visit } from "../visit.ts";

const words = (visit: Visit, ...names: (keyof typeof templateTexts)[]): string[] =>
  names.map((name) => say(visit, templateTexts[name]));
const addressOf = (kind: TemplateKind): string => `/console/templates/${kind}`;
const today = ({ now }: Visit): string => shanghaiDate(new Date(now).toISOString());
const isToCome = (visit: Visit, { effectiveFrom }: Template): boolean => effectiveFrom > today(visit);

/** A version and the day on which it begins; the bundled form has no version that anybody asks for. */
const Version: FC<{ visit: Visit; of: Template }> = ({ visit, of: { version, effectiveFrom, bundled } }) => (
  <>
    {bundled ? say(visit, templateTexts.bundledForm) : version}
    <span class="second">{effectiveFrom}</span>
  </>
);

/** Every form that can have a template of the county's own, with what is in force and what is to come. */
export const TemplatesPage: FC<{ visit: Visit; templates: readonly Template[] }> = ({ visit, templates }) => {
  const title = say(visit, templateTexts.title);
  const rows = templateKind().options.map((kind) => {
    const all = templates.filter((one) => one.kind === kind);
    const current = all.find(({ inForce }) => inForce);
    const next = all.filter((one) => isToCome(visit, one));
    return [
      <a href={visit.link(addressOf(kind))}>{paperKinds[kind][visit.language]}</a>,
      current === undefined ? say(visit, templateTexts.bundledForm) : <Version visit={visit} of={current} />,
      next.length === 0 ? "—" : next.map((one) => <Version visit={visit} of={one} />),
    ];
  });
  return (
    <Frame visit={visit} title={title}>
      <p class="hint">{say(visit, templateTexts.text)}</p>
      <Table caption={title} heads={words(visit, "form", "inForce", "next")} rows={rows} />
    </Frame>
  );
};

type FormProps = {
  visit: Visit;
  kind: TemplateKind;
  templates: readonly Template[];
  known: OperationAnswer<"listTemplateFields">;
  mayLoad: boolean;
  said: Said;
  open: OpenTemplate | undefined;
};

/** One form: the versions that the county has loaded, the form by which another is, and what it can name. */
export const TemplatePage: FC<FormProps> = ({ visit, kind, templates, known, mayLoad, said, open }) => {
  const back = { href: "/console/templates", text: say(visit, templateTexts.title) };
  const name = paperKinds[kind][visit.language];
  const isWrong = open !== undefined && open.faults.length > 0;
  // In Chinese the name of a field says what it is.
  const meaning = visit.language === "zh" ? [] : (["meaning"] as const);
  return (
    <Frame visit={visit} title={name} back={back} said={said} isWrong={isWrong}>
      {isWrong && <Faults visit={visit} faults={open.faults} />}
      <section>
        <h2>{say(visit, templateTexts.history)}</h2>
        {templates.length === 0 ? (
          <p class="dim">{say(visit, templateTexts.none)}</p>
        ) : (
          <Table
            caption={say(visit, templateTexts.history)}
            heads={[
              say(visit, administration.version),
              ...words(visit, "effectiveFrom", "state"),
              ...[administration.loadedAt, administration.loadedBy].map((text) => say(visit, text)),
              say(visit, templateTexts.document),
            ]}
            rows={templates.toReversed().map((one) => [
              one.version,
              <>
                {one.effectiveFrom}
                {one.lateReason !== undefined && <span class="second">{one.lateReason}</span>}
              </>,
              say(visit, templateTexts[one.inForce ? "isInForce" : isToCome(visit, one) ? "isToCome" : "isPast"]),
              clockTime(one.loadedAt),
              one.loadedBy.officer ?? one.loadedBy.organisationId,
              one.bundled ? (
                say(visit, templateTexts.bundledForm)
              ) : (
                <Document visit={visit} kind={kind} version={one.version} mayPreview={mayLoad} />
              ),
            ])}
          />
        )}
      </section>
      {mayLoad && <LoadForm visit={visit} kind={kind} open={open} />}
      <section>
        <details class="plain">
          <summary>{say(visit, templateTexts.fields)}</summary>
          <h2>{say(visit, templateTexts.required)}</h2>
          <ul>
            {known.required.map((alternatives) => (
              <li>
                {alternatives.map((tag, index) => (
                  <>
                    {index > 0 && " / "}
                    <code>{tag}</code>
                  </>
                ))}
              </li>
            ))}
          </ul>
          <Table
            caption={say(visit, templateTexts.fields)}
            heads={words(visit, "tag", ...meaning, "sample")}
            rows={known.fields.map(({ tag, en, sample }) => [<code>{tag}</code>, ...meaning.map(() => en), sample])}
          />
        </details>
      </section>
    </Frame>
  );
};

/** A version's document: as it was loaded, and filled with invented people. */
const Document: FC<{ visit: Visit; kind: TemplateKind; version: string; mayPreview: boolean }> = ({
  visit,
  kind,
  version,
  mayPreview,
}) => (
  <>
    <a href={visit.link(`${addressOf(kind)}/${version}`)}>
      {say(visit, templateTexts.original)}
      <span class="unseen">{` ${version}`}</span>
    </a>
    {mayPreview && (
      <Form visit={visit} action={`${addressOf(kind)}/preview`}>
        <input type="hidden" name="version" value={version} />
        <button type="submit">
          {say(visit, templateTexts.preview)}
          <span class="unseen">{` ${version}`}</span>
        </button>
      </Form>
    )}
  </>
);

const noneTyped: TypedTemplate = { version: "", effectiveFrom: "", lateReason: "", bundled: false };
const LoadForm: FC<Pick<FormProps, "visit" | "kind" | "open">> = ({ visit, kind, open }) => {
  const { typed = noneTyped, document } = open ?? {};
  return (
    <section class="next">
      <h2>{say(visit, templateTexts.load)}</h2>
      <Form visit={visit} action={addressOf(kind)} enctype="multipart/form-data">
        <div class="field">
          <label for="version">{say(visit, templateTexts.version)}</label>
          <input id="version" name="version" maxlength={40} value={typed.version} required />
        </div>
        <div class="field">
          <label for="effectiveFrom">{say(visit, templateTexts.effectiveFrom)}</label>
          <input id="effectiveFrom" type="date" name="effectiveFrom" value={typed.effectiveFrom} required />
        </div>
        <div class="field">
          <label for="lateReason">{say(visit, templateTexts.lateReason)}</label>
          <input id="lateReason" name="lateReason" maxlength={500} value={typed.lateReason} />
        </div>
        <div class="field">
          <label for="file">{say(visit, templateTexts.file)}</label>
          {document !== undefined && (
            <>
              <p class="hint">{say(visit, templateTexts.fileHere)}</p>
              <input type="hidden" name="docx" value={document} />
            </>
          )}
          <input id="file" type="file" name="file" accept=".docx" />
        </div>
        <div class="field">
          <label class="tick">
            <input type="checkbox" name="bundled" value="yes" checked={typed.bundled} />{" "}
            {say(visit, templateTexts.bundled)}
          </label>
        </div>
        <p class="hint">{say(visit, templateTexts.previewHint)}</p>
        <button type="submit" class="primary">
          {say(visit, templateTexts.check)}
        </button>
      </Form>
    </section>
  );
};

const Faults: FC<{ visit: Visit; faults: readonly string[] }> = ({ visit, faults }) => (
  <div class="summary" role="alert" tabindex={-1} id="errors">
    <h2>{say(visit, templateTexts.faults)}</h2>
    <ul>
      {faults.map((fault) => (
        <li>{fault}</li>
      ))}
    </ul>
  </div>
);

type CheckedProps = {
  visit: Visit;
  kind: TemplateKind;
  typed: TypedTemplate;
  document: string | undefined;
  answer: OperationAnswer<"loadTemplate">;
  /** The versions that there are, with which it was compared. */
  others: readonly Template[];
  isStale: boolean;
};

/** What a document was found to name, its preview, and the button that loads it. */
export const CheckedTemplatePage: FC<CheckedProps> = ({ visit, kind, typed, document, answer, others, isStale }) => {
  const { revision, fields = [] } = answer;
  const name = paperKinds[kind][visit.language];
  const { version, effectiveFrom, lateReason } = typed;
  const fieldsSent = {
    ...{ version, effectiveFrom, lateReason, revision },
    ...(document === undefined ? { bundled: "yes" } : { docx: document }),
  };
  return (
    <Frame
      visit={visit}
      title={say(visit, templateTexts.checked)}
      of={name}
      back={{ href: addressOf(kind), text: name }}
    >
      {isStale && (
        <p class="notice warning" role="alert">
          {say(visit, administration.comparedAnew)}
        </p>
      )}
      <p class="notice warning" role="status">
        {say(visit, administration.checkedText)}
      </p>
      <dl>
        <div>
          <dt>{say(visit, administration.version)}</dt>
          <dd>{version}</dd>
        </div>
        <div>
          <dt>{say(visit, templateTexts.effectiveFrom)}</dt>
          <dd>{effectiveFrom}</dd>
        </div>
        {document !== undefined && (
          <div>
            <dt>{say(visit, templateTexts.named)}</dt>
            <dd>{fields.join({ zh: "、", en: ", " }[visit.language])}</dd>
          </div>
        )}
      </dl>
      {document === undefined && <p>{say(visit, templateTexts.bundledAgain)}</p>}
      {others.length > 0 && (
        <Table
          caption={say(visit, templateTexts.history)}
          heads={[
            ...words(visit, "history", "effectiveFrom"),
            ...[administration.loadedAt, administration.loadedBy].map((text) => say(visit, text)),
          ]}
          rows={others
            .toReversed()
            .map((one) => [
              one.bundled ? say(visit, templateTexts.bundledForm) : one.version,
              one.effectiveFrom,
              clockTime(one.loadedAt),
              one.loadedBy.officer ?? one.loadedBy.organisationId,
            ])}
        />
      )}
      <section class="next">
        <Form visit={visit} action={addressOf(kind)}>
          {Object.entries(fieldsSent).map(([field, value]) => (
            <input type="hidden" name={field} value={value} />
          ))}
          {document !== undefined && (
            <p>
              <button type="submit" formaction={visit.link(`${addressOf(kind)}/preview`)}>
                {say(visit, templateTexts.preview)}
              </button>
              <span class="hint">{say(visit, templateTexts.previewHint)}</span>
            </p>
          )}
          <ConfirmOrBack visit={visit} />
        </Form>
      </section>
    </Frame>
  );
};
