import { type Argument, type Command, Help, Option } from "commander";
import type { Label } from "../../domain/codes.ts";
import type { Language } from "../errors.ts";
import { RequiredOption } from "./required-option.ts";

/** What commander itself would say in English, in the language asked for: help, and errors of usage. */
export function speak(program: Command, language: Language): void {
  program
    .helpOption("-h, --help", texts.helpOption[language])
    .helpCommand("help [command]", texts.helpOption[language])
    .configureHelp({
      commandUsage: (command) => translated(new Help().commandUsage(command), language),
      subcommandTerm: (command) => translated(new Help().subcommandTerm(command), language),
      optionTerm: (option) => translated(option.flags, language),
      argumentTerm: (argument) => placeholder(argument.name(), language),
      optionDescription: (option) => described(option, language, option.mandatory || option instanceof RequiredOption),
      argumentDescription: (argument) => described(argument, language, false),
      styleTitle: (title) => titles[title]?.[language] ?? title,
      visibleOptions: (command) => [
        ...new Help().visibleOptions(command),
        ...(command === program ? [new Option("-V, --version", texts.version[language])] : []),
      ],
      displayWidth: widthOf,
    })
    .configureOutput({ outputError: (text, write) => write(language === "zh" ? inChinese(text) : text) });
}

function described(
  { description, argChoices, defaultValue }: Pick<Option | Argument, "description" | "argChoices" | "defaultValue">,
  language: Language,
  isRequired: boolean,
): string {
  const more = [
    ...(argChoices === undefined ? [] : [`${texts.choices[language]}${argChoices.join(", ")}`]),
    ...(typeof defaultValue === "string" ? [`${texts.otherwise[language]}${defaultValue}`] : []),
    ...(isRequired ? [texts.required[language]] : []),
  ];
  if (more.length === 0) return description;
  const [open, between, close] = language === "zh" ? (["（", "；", "）"] as const) : ([" (", ", ", ")"] as const);
  return `${description}${open}${more.join(between)}${close}`;
}

const texts = {
  helpOption: { en: "display help for command", zh: "显示帮助" },
  version: { en: "print the version", zh: "显示版本" },
  choices: { en: "choices: ", zh: "可选：" },
  otherwise: { en: "default: ", zh: "默认：" },
  required: { en: "required", zh: "必填" },
} as const satisfies Record<string, Label>;

const titles: Readonly<Record<string, Label>> = {
  "Usage:": { en: "Usage:", zh: "用法：" },
  "Options:": { en: "Options:", zh: "选项：" },
  "Arguments:": { en: "Arguments:", zh: "参数：" },
  "Commands:": { en: "Commands:", zh: "命令：" },
};

/** What stands in angle brackets, in Chinese. */
const placeholders: Readonly<Record<string, string>> = {
  audience: "名称",
  algorithm: "算法",
  case: "案件",
  cases: "案件",
  cause: "事由",
  claim: "申报编号",
  code: "代码",
  command: "命令",
  cursor: "游标",
  day: "日期",
  "day=yuan": "日期=元",
  directory: "目录",
  document: "材料编号",
  endpoint: "推送地址编号",
  file: "文件",
  files: "文件",
  format: "格式",
  id: "标识",
  into: "并入案件",
  keyId: "密钥编号",
  kind: "种类",
  language: "语言",
  leases: "租约",
  mediator: "调解员",
  month: "月份",
  name: "名称",
  number: "数字",
  options: "选项",
  organisation: "机构",
  quarter: "季度",
  scope: "层级",
  secret: "密钥",
  seconds: "秒数",
  shell: "命令解释器",
  status: "状态",
  text: "文字",
  time: "时间",
  type: "事项",
  url: "网址",
  version: "版本",
  view: "范围",
  year: "年份",
  yuan: "元",
};

const placeholder = (name: string, language: Language): string =>
  language === "zh" ? (placeholders[name] ?? name) : name;

/** Usage and flags with their placeholders in the language. */
const translated = (text: string, language: Language): string =>
  language === "en"
    ? text
    : text.replaceAll(
        /([<[])([\w=-]+)(\.\.\.)?([>\]])/g,
        (_, open: string, name: string, dots: string | undefined, close: string) =>
          `${open}${placeholder(name, language)}${dots ?? ""}${close}`,
      );

/** Commander's errors of usage; what is quoted in them stays. */
const errors: readonly (readonly [RegExp, string])[] = [
  [/^error: missing required argument '(.*)'/, "错误：缺少参数“$1”"],
  [/^error: option '(.*?)' argument missing/, "错误：选项“$1”缺少内容"],
  [/^error: required option '(.*?)' not specified/, "错误：必须填写选项“$1”"],
  [/^error: option '(.*?)' argument '(.*?)' is invalid\. ?/, "错误：选项“$1”的内容“$2”无效。"],
  [/^error: command-argument value '(.*?)' is invalid for argument '(.*?)'\. ?/, "错误：参数“$2”的内容“$1”无效。"],
  [/^error: unknown option '(.*?)'/, "错误：没有选项“$1”"],
  [/^error: unknown command '(.*?)'/, "错误：没有命令“$1”"],
  [
    /^error: too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+): (.*)\./,
    "错误：参数过多，应有 $2 个，实有 $3 个：$4",
  ],
  [/Allowed choices are (.*)\./, "可选：$1。"],
  [/\(Did you mean one of (.*)\?\)/, "（是否为以下之一：$1）"],
  [/\(Did you mean (.*)\?\)/, "（是否为 $1）"],
];

function inChinese(text: string): string {
  const said = errors.reduce((before, [english, chinese]) => before.replace(english, chinese), text);
  return translated(said, "zh").replace(/参数“(\w+)”/, (_, name: string) => `参数“${placeholder(name, "zh")}”`);
}

/** Columns on a terminal: Chinese characters and full-width signs take two. */
const widthOf = (text: string): number => {
  let width = 0;
  for (const character of text) {
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
      character,
    )
      ? 2
      : 1;
  }
  return width;
};
