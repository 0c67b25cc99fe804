import { Argument, type Command } from "commander";
import type { AddCommands } from "./session.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

/** What can follow a command, by the words that lead to it; the values that an option takes stand under its own words. */
type Words = { path: string; words: string[] };

/** accord completion bash | zsh | fish */
export const addCompletionCommand: AddCommands = (program, _open, language) => {
  program
    .command("completion")
    .description(texts.completion[language])
    .addArgument(new Argument("<shell>", texts.shell[language]).choices(shells))
    .action((shell: Shell, _options: unknown, command: Command) => {
      const root = command.parent ?? command;
      const script = shell === "fish" ? fishScript(wordsOf(root)) : bashScript(wordsOf(root));
      const write = root.configureOutput().writeOut;
      write?.(shell === "zsh" ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script);
    });
};

const texts = {
  completion: {
    en: "Print what your shell needs to complete commands: source <(accord completion bash)",
    zh: "输出命令补全脚本：source <(accord completion bash)",
  },
  shell: { en: "the shell", zh: "命令解释器" },
} as const;

/** The table of all commands, as commander knows them: nothing is listed by hand. */
function wordsOf(command: Command, path = ""): Words[] {
  const own = command.options;
  const flags = [...own.flatMap(({ long }) => long ?? []), "--help"];
  const children = command.commands.flatMap((child) => [child.name(), ...child.aliases()]);
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const values = own.flatMap(({ long, argChoices }) =>
    long != null && argChoices !== undefined ? [{ path: `${path} ${long}`.trim(), words: [...argChoices] }] : [],
  );
  const below = command.commands.flatMap((child) =>
    [child.name(), ...child.aliases()].flatMap((name) => wordsOf(child, `${path} ${name}`.trim())),
  );
  return [{ path, words: [...children, ...choices, ...flags] }, ...values, ...below];
}

/** bash, and zsh through its bashcompinit. Words are ASCII names and flags, so that nothing needs quoting. */
function bashScript(all: readonly Words[]): string {
  const cases = all.map(
    ({ path, words }) => `    ${JSON.stringify(path)}) words=${JSON.stringify(words.join(" "))} ;;`,
  );
  return `_accord_words() {
  local words=""
  case "$1" in
${cases.join("\n")}
    *) return 1 ;;
  esac
  printf '%s' "$words"
}
_accord() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" next index word
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    next="\${path:+$path }$word"
    case "$word" in -*) continue ;; esac
    if _accord_words "$next" >/dev/null; then path="$next"; fi
  done
  COMPREPLY=()
  local found
  case "$previous" in
    -*) if found="$(_accord_words "\${path:+$path }$previous")"; then
          COMPREPLY=($(compgen -W "$found" -- "$current")); return
        elif found="$(_accord_words "$previous")"; then
          COMPREPLY=($(compgen -W "$found" -- "$current")); return
        fi ;;
  esac
  found="$(_accord_words "$path")"
  COMPREPLY=($(compgen -W "$found" -- "$current"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _accord accord`;
}

function fishScript(all: readonly Words[]): string {
  const cases = all.map(({ path, words }) => `    case '${path}'\n      printf '%s\\n' ${words.join(" ")}`);
  return `function __accord_words
  switch "$argv[1]"
${cases.join("\n")}
    case '*'
      return 1
  end
end
function __accord
  set -l path ''
  set -l words (commandline -opc)
  for word in $words[2..-1]
    string match -q -- '-*' $word; and continue
    set -l next (string trim "$path $word")
    __accord_words $next >/dev/null; and set path $next
  end
  if string match -q -- '-*' $words[-1]
    __accord_words (string trim "$path $words[-1]"); and return
    __accord_words $words[-1]; and return
  end
  __accord_words $path
end
complete -c accord -f -a '(__accord)'
complete -c accord -F -n 'not __accord_words (commandline -t) >/dev/null'`;
}
