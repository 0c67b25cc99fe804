import { expect, it } from "vitest";
import { channel } from "../../shared/domain/codes.ts";
import { sendersOf } from "../../shared/domain/sender.ts";

it("lets someone send by every channel", () => {
  const silent = channel.options.filter((each) => sendersOf[each].length === 0);
  expect(silent).toEqual([]);
});

it("keeps the courts' channels to the courts", () => {
  const courts = channel.options.filter((each) => sendersOf[each].includes("court"));
  expect(courts).toEqual(["court_before_docketing", "court_after_docketing"]);
});
