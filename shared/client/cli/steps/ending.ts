import { Option } from "commander";
import { routes } from "../../../contracts/routes.ts";
import { ownPeriod } from "../../../domain/case.ts";
import { recallReason, reopeningReason, sendingReason, unmergeReason } from "../../../domain/reasons.ts";
import { bare, type Step, step } from "../step.ts";
import { note, RequiredOption, reasonOf } from "./options.ts";

/** Recalls, results, files, and cases on the same dispute. */
export const endingSteps: readonly Step[] = [
  step(
    "recall",
    routes.recall,
    [reasonOf(recallReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.recall({ ...target, body }),
  ),
  bare("acknowledge-recall", routes.acknowledgeRecall, (client, target, body) =>
    client.acknowledgeRecall({ ...target, body }),
  ),
  step(
    "send-on <organisation>",
    routes.sendOn,
    [reasonOf(sendingReason.options), note],
    ({ other, reason, note: said }) => ({ organisationId: other, reason, note: said }),
    (client, target, body) => client.sendOn({ ...target, body }),
  ),
  step(
    "extend-own-period",
    routes.extendOwnPeriod,
    [new RequiredOption("--clock <clock>", "which of your own periods").choices(ownPeriod.options)],
    ({ clock }) => ({ clock }),
    (client, target, body) => client.extendOwnPeriod({ ...target, body }),
  ),
  bare("acknowledge", routes.acknowledgeResult, (client, target, body) =>
    client.acknowledgeResult({ ...target, body }),
  ),
  bare("archive", routes.archive, (client, target, body) => client.archive({ ...target, body })),
  step(
    "reopen",
    routes.reopen,
    [
      reasonOf(reopeningReason.options),
      note,
      new Option("--mediate-by <date>", "the prosecutor's new date, when the old one is over"),
    ],
    ({ reason, note: said, mediateBy }) => ({ reason, note: said, mediateBy }),
    (client, target, body) => client.reopen({ ...target, body }),
  ),
  step(
    "merge <into>",
    routes.merge,
    [],
    ({ other }) => ({ into: other }),
    (client, target, body) => client.merge({ ...target, body }),
  ),
  step(
    "unmerge",
    routes.unmerge,
    [reasonOf(unmergeReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.unmerge({ ...target, body }),
  ),
];
