import type { FC } from "hono/jsx";
import type { Group } from "../administration.tsx";
import { administration } from "../administration-texts.ts";
import { Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** Where everything that can be administered is found, with a line on what it is for. */
export const AdministrationPage: FC<{ visit: Visit; name: string; groups: readonly Group[] }> = ({
  visit,
  name,
  groups,
}) => (
  <Shell visit={visit} title={say(visit, administration.title)} current="administration">
    <h1>
      {say(visit, administration.title)}
      <span class="subtitle">{name}</span>
    </h1>
    {groups.map(({ text, entries }) => (
      <section>
        <h2>{say(visit, text)}</h2>
        <ul class="entries">
          {entries.map((entry) => (
            <li>
              <a href={visit.link(entry.href)}>{say(visit, entry.text)}</a>
              <span class="dim">{say(visit, entry.says)}</span>
            </li>
          ))}
        </ul>
      </section>
    ))}
  </Shell>
);
