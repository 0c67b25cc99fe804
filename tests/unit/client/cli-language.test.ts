import { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { accord, emptyDirectory } from "./command-line.ts";

/** The help of every command there is, in Chinese, by the words that lead to it. */
const helps = new Map<string, string>();

async function collect(path: string[]): Promise<void> {
  const { out } = await accord([...path, "--help", "--lang", "zh"]);
  helps.set(path.join(" "), out);
  const listed = out.split("命令：\n")[1] ?? "";
  for (const [, name = ""] of listed.matchAll(/^ {2}([a-z-]+)/gm)) if (name !== "help") await collect([...path, name]);
}
beforeAll(() => collect([]), 120_000);

/** Names, codes and formats are what they are in any language. */
const sameInBoth =
  /`[^`]*`|https?:\S+|-{1,2}[a-z-]+|\b(?:accord [a-z<> -]+|ACCORD_\w+|JSON|CSV|XLSX|ID|RFC ?\d*|UTC|YYYY-MM(?:-DD)?|stdin|Ctrl-C|key|receive|whsec_|source|bash|zsh|fish|cn|en|sender|holder|headers|body|audience|instance)\b|[\w-]*[_\d][\w-]*|\.local\/keys|~\/\.accord\/keys/g;

describe("the help in Chinese", () => {
  it("has no sentence left in English, in any command", () => {
    const english = [...helps].flatMap(([path, help]) =>
      help
        .split("\n")
        .filter((line) =>
          /[a-z]+ [a-z]+ [a-z]+/i.test(
            line
              .replace(/^ {2}\S.*? {2,}/, "")
              .replaceAll(/（可选：.*?）/g, "")
              .replaceAll(sameInBoth, ""),
          ),
        )
        .filter((line) => !line.startsWith("用法："))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(english).toEqual([]);
    expect(helps.size).toBeGreaterThan(60);
  });

  it("says of no command or option nothing", () => {
    expect(helps.get("")).not.toMatch(/^ {2}[a-z-]+ *$/m);
  });

  it("has Chinese in the description of every command", () => {
    for (const [path, help] of helps) expect(help.split("\n")[2], path).toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("an error of usage in Chinese", () => {
  it.each([
    [["nonsense"], "没有命令“nonsense”"],
    [["accept"], "缺少参数“案件”"],
    [["accept", "x", "--nope"], "没有选项“--nope”"],
    [["cases", "mine"], "可选：sender, holder"],
    [["decline", "x", "--reason", "lazy"], "“lazy”无效"],
    [["organisations", "list"], "必须填写选项“--county <代码>”"],
    [["token"], "请指明机构"],
    [["token", "--as", "A B"], "应为机构标识"],
    [["report", "cases", "--month", "2026-07", "--as", "court"], "请指明写入的文件"],
  ])("of %j", async (args, words) => {
    const { exitCode, err } = await accord([...args, "--lang", "zh", "--keys", await emptyDirectory()]);
    expect(exitCode).toBe(2);
    expect(err).toContain(words);
    expect(err).not.toContain("error:");
  });

  it("is in Chinese for each kind that commander knows", async () => {
    // Commander's own list of codes: a new one has to be looked at.
    const kinds = Object.getOwnPropertyNames(Command.prototype).filter((name) =>
      /^(missing|unknown|_excess|optionMissing|_conflicting)/.test(name),
    );
    expect(kinds.toSorted()).toEqual(
      [
        "_conflictingOption",
        "_excessArguments",
        "missingArgument",
        "missingMandatoryOptionValue",
        "optionMissingArgument",
        "unknownCommand",
        "unknownOption",
      ].toSorted(),
    );
  });
});
