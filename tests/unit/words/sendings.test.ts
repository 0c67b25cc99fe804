import { expect, it } from "vitest";
import { sendingText } from "../../../shared/words/sendings.ts";

const sent = { number: 1, from: "town", to: "court", sentAt: "2026-03-02T07:00:00.000Z" };

it("a sending says what was answered, and whether the body that sent the case on has taken note", () => {
  expect(sendingText(sent, "en")).toBe("court (no answer yet)");
  expect(sendingText({ ...sent, answer: "accepted", ownNumber: "17" }, "en")).toBe("court (accepted, 17)");
  expect(sendingText({ ...sent, answer: "returned", acknowledgedAt: sent.sentAt }, "zh")).toBe(
    "court（已退回、已签收反馈）",
  );
});
