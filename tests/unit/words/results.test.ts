import { expect, it } from "vitest";
import { resultRows } from "../../../shared/words/results.ts";

it("names the court where the agreement waits for its confirmation", () => {
  const result = {
    for: "court_before_docketing",
    caseId: "6045f634-8d4d-4360-991a-6d9bd6d7809a",
    sourceNumber: "样例-1",
    outcome: "agreed",
    success: true,
    confirmation: { courtId: "court" },
  } as const;
  const rows = resultRows({ result, missing: [] }, "zh", (id) => (id === "court" ? "样例法院" : id));
  expect(rows).toContainEqual(["司法确认", "样例法院"]);
});
