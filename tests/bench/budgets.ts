import { bundleFigures } from "./bundles.ts";
import { deadlineFigures } from "./deadlines.ts";
import { demoFigures } from "./demo.ts";
import { firstCallFigures } from "./first-calls.ts";
import { pageFigures } from "./pages.ts";
import { paperFigures } from "./papers.ts";
import { tell } from "./tell.ts";
import { webhookFigures } from "./webhooks.ts";
import { wholeCaseFigures } from "./whole-case.ts";

// Measures the synthesised stack against its budgets: one line a figure, or one object with --json. Fails when one is over.
const figures = [
  ...(await bundleFigures()),
  ...(await paperFigures()),
  ...(await firstCallFigures()),
  ...(await wholeCaseFigures()),
  ...(await demoFigures()),
  ...(await deadlineFigures(1_000)),
  ...(await pageFigures(1_000)),
  ...(await webhookFigures(1_000)),
];
tell(figures, process.argv.includes("--json"));
