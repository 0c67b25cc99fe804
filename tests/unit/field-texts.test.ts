import { expect, it } from "vitest";
import { inWords } from "../../shared/contracts/field-texts.ts";

it("says what is wrong with a field in the language asked, where its message is only the code", () => {
  const error = { path: "/parties/0/document/number", code: "bad-checksum", message: "bad-checksum" };
  expect(inWords(error, "en")).toEqual({ ...error, message: "The check character does not fit." });
  expect(inWords(error, "zh")).toEqual({ ...error, message: "校验码不符。" });
});

it("keeps what the message tells besides", () => {
  const late = { path: "/lateReason", code: "reason-required", message: "this was due on 2026-03-20" };
  expect(inWords(late, "en").message).toBe("Say why. (this was due on 2026-03-20)");
  expect(inWords({ ...late, zh: "本应在 2026-03-20 前办理。" }, "zh")).toEqual({
    ...late,
    message: "本应在 2026-03-20 前办理。",
  });
  expect(inWords({ ...late, zh: "本应在 2026-03-20 前办理。" }, "en").message).not.toMatch(/[\u4e00-\u9fff]/);
  const early = { path: "/paidOn", code: "time-before", message: "2026-03-01 is before 2026-03-02" };
  expect(inWords(early, "en")).toEqual(early);
});

it("does not say twice what the message says already", () => {
  const early = { path: "/month", code: "month-not-over", message: "Only a month that is over can be loaded." };
  expect(inWords(early, "en")).toEqual(early);
  const told = { ...early, message: inWords(early, "zh").message };
  expect(inWords(told, "zh")).toEqual({ ...early, message: "只能导入已结束的月份。" });
});

it("says nothing in English to those who read Chinese", () => {
  const future = { path: "/at", code: "time-in-future", message: "2026-11-30T01:00:00.000Z is yet to come" };
  expect(inWords(future, "zh").message).toBe("时间尚未到来。");
  // A name, a number or a day is in no language.
  const field = { path: "/docx", code: "unknown-template-field", message: "{案号}" };
  expect(inWords(field, "zh").message).toBe("本文书没有此字段。（{案号}）");
  expect(inWords(field, "en").message).toBe("This form has no such field. ({案号})");
  const oneOf = { path: "/docx", code: "missing-template-field", message: "{当事人姓名} / {申请人姓名}" };
  expect(inWords(oneOf, "zh").message).toBe("本文书缺少必备字段。（{当事人姓名} / {申请人姓名}）");
});

it("leaves alone what the schema says itself", () => {
  const long = { path: "/note", code: "too-big", message: "文本过长" };
  expect(inWords(long, "zh")).toEqual(long);
  expect(inWords({ path: "/note", code: "required", message: "Invalid input" }, "en").message).toBe(
    "This is required.",
  );
});
