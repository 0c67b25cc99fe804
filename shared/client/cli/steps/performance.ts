import { Option } from "commander";
import { routes } from "../../../contracts/routes.ts";
import { type Step, step } from "../step.ts";
import { lateReason, note, numberOf, on, proof, RequiredOption } from "./options.ts";

/** What becomes of an agreement. */
export const performanceSteps: readonly Step[] = [
  step(
    "start-performance",
    routes.startPerformance,
    [new Option("--instalment <day=fen...>", "each instalment: its day, and its amount in fen where there is one")],
    ({ instalment }) => ({ instalments: instalment?.map(instalmentOf) }),
    (client, target, body) => client.startPerformance({ ...target, body }),
  ),
  step(
    "record-instalment",
    routes.recordInstalment,
    [new RequiredOption("--number <number>", "which instalment"), on("when it was paid"), proof, lateReason],
    ({ number, on: paidOn, proof: proved, lateReason: late }) => ({
      number: numberOf(number),
      paidOn,
      proof: proved,
      lateReason: late,
    }),
    (client, target, body) => client.recordInstalment({ ...target, body }),
  ),
  step(
    "record-visit",
    routes.recordVisit,
    [on("when it was made"), new RequiredOption("--finding <text>", "what was found")],
    ({ on: visitedOn, finding }) => ({ visitedOn, finding }),
    (client, target, body) => client.recordVisit({ ...target, body }),
  ),
  step(
    "complete-performance",
    routes.completePerformance,
    [on("when it was performed"), proof, lateReason],
    ({ on: performedOn, proof: proved, lateReason: late }) => ({ performedOn, proof: proved, lateReason: late }),
    (client, target, body) => client.completePerformance({ ...target, body }),
  ),
  step(
    "record-default",
    routes.recordDefault,
    [on("when it was found out"), note],
    ({ on: defaultedOn, note: said }) => ({ defaultedOn, note: said }),
    (client, target, body) => client.recordDefault({ ...target, body }),
  ),
];

function instalmentOf(given: string) {
  const [dueOn, amountFen] = given.split("=");
  return amountFen === undefined ? { dueOn } : { dueOn, amountFen: Number(amountFen) };
}
