import { Option } from "commander";

/** An option that a command cannot do without. Commander does not ask for it, because `--body` may say what it says. */
export class RequiredOption extends Option {}
