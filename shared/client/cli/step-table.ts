import type { Step } from "./step.ts";
import { assignmentSteps } from "./steps/assignment.ts";
import { courtSteps } from "./steps/court.ts";
import { endingSteps } from "./steps/ending.ts";
import { intakeSteps } from "./steps/intake.ts";
import { mediationSteps } from "./steps/mediation.ts";
import { performanceSteps } from "./steps/performance.ts";

/** The commands that move a case on. */
export const steps: readonly Step[] = [
  ...intakeSteps,
  ...assignmentSteps,
  ...mediationSteps,
  ...courtSteps,
  ...performanceSteps,
  ...endingSteps,
];
