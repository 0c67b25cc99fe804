import { type Command, Option } from "commander";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import type { Language } from "../errors.ts";
import { bodyFor } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

type Settings = OperationAnswer<"showSettings">;
type Given = { keyDays?: string; digest?: string; digestDays?: string } & {
  [Act in keyof Settings["twoPersons"]]?: "1" | "2";
};

const acts: Readonly<Record<keyof Settings["twoPersons"], Readonly<Record<Language, string>>>> = {
  coordinatorKeys: {
    en: "keys and people of the coordinator, further offices",
    zh: "协调机构的密钥、人员，增设协调、监督机构",
  },
  reopening: { en: "reopening a case", zh: "案件重新办理" },
  merging: { en: "merging cases", zh: "并案" },
  tariffs: { en: "tariffs of pay", zh: "补贴标准" },
};
const isAct = (name: string): name is keyof typeof acts => Object.hasOwn(acts, name);
const actNames = Object.keys(acts).filter(isAct);
const texts = {
  settings: { en: "What a county has set for itself", zh: "本县设置" },
  keyDays: { en: "days that a new key is good", zh: "新密钥有效天数" },
  digest: {
    en: "when organisations get their daily digest: HH:MM in Shanghai, or off",
    zh: "每日待办汇总的发送时间，HH:MM；off 为停发",
  },
  digestDays: { en: "within how many working days it counts something as due soon", zh: "汇总中“即将到期”的工作日数" },
  off: { en: "off", zh: "停发" },
  persons: { en: "how many persons it takes", zh: "须几人办理" },
};

/** accord settings show | set */
export const addSettingsCommands: AddCommands = (program, open, language) => {
  const settings = program.command("settings").description(texts.settings[language]);

  settings
    .command("show <county>")
    .description(routes.showSettings.summary[language])
    .action(async (county: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).showSettings({ params: { county } });
      session.print(body, () => settingsTable(body, language));
    });

  const set = settings
    .command("set <county>")
    .description(routes.changeSettings.summary[language])
    .option("--key-days <days>", texts.keyDays[language])
    .option("--digest <time>", texts.digest[language])
    .option("--digest-days <days>", texts.digestDays[language]);
  for (const act of actNames) {
    const flag = act.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    set.addOption(
      new Option(`--${flag} <persons>`, `${acts[act][language]}: ${texts.persons[language]}`).choices(["1", "2"]),
    );
  }
  set.action(async (county: string, given: Given, command: Command) => {
    const session = open(command);
    const twoPersons = Object.fromEntries(actNames.flatMap((act) => (given[act] ? [[act, given[act] === "2"]] : [])));
    const { keyDays, digest: at, digestDays } = given;
    const digest = {
      ...(at && (at === "off" ? { isSent: false } : { isSent: true, at })),
      ...(digestDays && { dueDays: Number(digestDays) }),
    };
    const said = {
      ...(keyDays && { keyDays: Number(keyDays) }),
      twoPersons,
      ...((at || digestDays) && { digest }),
    };
    const body = bodyFor(routes.changeSettings.body(), said, session);
    const answer = await (await session.client()).changeSettings({ params: { county }, body });
    session.print(answer.body, () => settingsTable(answer.body, language));
  });
};

const settingsTable = ({ keyDays, twoPersons, digest }: Settings, language: Language): string =>
  listing(
    [texts.settings[language], ""],
    [
      [texts.keyDays[language], String(keyDays)],
      [texts.digest[language], digest.isSent ? digest.at : texts.off[language]],
      [texts.digestDays[language], String(digest.dueDays)],
      ...actNames.map((act) => [acts[act][language], twoPersons[act] ? "2" : "1"]),
    ],
  );
