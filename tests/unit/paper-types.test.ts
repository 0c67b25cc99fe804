import { describe, expect, it } from "vitest";
import { paperEndings, paperTypeOf, paperTypes } from "../../shared/domain/paper-types.ts";

describe("the type of a file", () => {
  it.each(paperTypes.flatMap((type) => paperEndings[type].map((ending) => [ending, type] as const)))(
    "is told by its name: %s is %s",
    (ending, type) => {
      expect(paperTypeOf(`样例${ending}`)).toBe(type);
      expect(paperTypeOf(`样例${ending.toUpperCase()}`)).toBe(type);
    },
  );

  it.each(["样例", "样例.exe", "样例.docm", "pdf", "样例.pdf.lnk"])("is nothing for %s", (name) => {
    expect(paperTypeOf(name)).toBeUndefined();
  });
});
