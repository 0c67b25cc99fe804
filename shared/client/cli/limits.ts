import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { limitNames, setLimits } from "../../domain/limits.ts";
import { headings } from "../../words/headings.ts";
import { limitNamed } from "../../words/limits.ts";
import { parseInput } from "../errors.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

/** accord limits */
export const addLimitCommands: AddCommands = (program, open, language) => {
  program
    .command("limits <organisation> [name=number...]")
    .description(
      {
        en: `${routes.showLimits.summary.en}; or set some, e.g. requestsAMinute=600, and endpoints=usual to take one back`,
        zh: "查询机构用量上限；或逐项设定，如 requestsAMinute=600，endpoints=usual 恢复默认",
      }[language],
    )
    .action(async (organisationId: string, given: string[], _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const params = { organisationId };
      let { body } = await client.showLimits({ params });
      if (given.length > 0) {
        const said = given.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)] as const);
        // The API takes all that are to be set; those that were not named here stay as they are.
        const wanted = { ...body.set, ...Object.fromEntries(said.map(([name, value]) => [name, numberIn(value)])) };
        const isSaid = ([, value]: [string, unknown]): boolean => value !== undefined;
        const kept = Object.fromEntries(Object.entries(wanted).filter(isSaid));
        const set = parseInput(setLimits(), kept, "invalid-body", language);
        body = (await client.putLimits({ params, body: set })).body;
      }
      const { limits, set } = body;
      session.print(body, () =>
        listing(
          headings(language, "id", "name", "limit", "isSet"),
          limitNames.map((name) => [
            name,
            limitNamed[name][language],
            limits[name],
            set[name] === undefined ? "" : "✓",
          ]),
        ),
      );
    });
};

/** `usual` takes a limit back; what is no number is told by the schema. */
const numberIn = (text: string): number | string | undefined =>
  text === "usual" ? undefined : /^\d+$/.test(text) ? Number(text) : text;
