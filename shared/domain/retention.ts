import * as z from "zod";
import type { Label } from "./codes.ts";
import { once } from "./once.ts";

// How long parties, texts and papers of an ended case are kept.

/** By what the time of keeping differs. */
export const retentionClass = once(() => z.enum(["confirmed", "publicOrder", "agreement", "noAgreement"]));
export type RetentionClass = z.infer<ReturnType<typeof retentionClass>>;

export const retentionClasses = {
  confirmed: { zh: "达成协议并经司法确认", en: "an agreement that a court has confirmed" },
  publicOrder: { zh: "治安案件达成协议", en: "an agreement in a matter of public order" },
  agreement: { zh: "达成协议", en: "an agreement" },
  noAgreement: { zh: "未达成协议", en: "no agreement" },
} as const satisfies Record<RetentionClass, Label>;

const kept = () => z.strictObject({ years: z.int().min(1), article: z.string().min(1) });
/** For how many years each class is kept, with the article; from the first day of the year after the case ended. */
export const retentionRules = once(() =>
  z.strictObject({ confirmed: kept(), publicOrder: kept(), agreement: kept(), noAgreement: kept() }),
);
export type RetentionRules = z.infer<ReturnType<typeof retentionRules>>;

/**
 * Where no pack says otherwise. The law demands that a file is kept (人民调解法 第27条) and not for how long: these are the house's
 * own, and a county's archive sets others. Twenty years is the longest time in which a right can still be claimed (民法典 第188条).
 */
const ofTheHouse: RetentionRules = {
  confirmed: { years: 20, article: "house" },
  publicOrder: { years: 10, article: "house" },
  agreement: { years: 10, article: "house" },
  noAgreement: { years: 5, article: "house" },
};
export const retentionOf = ({ retention }: { retention?: RetentionRules }): RetentionRules => retention ?? ofTheHouse;

/** The class of a case, its years and their article. */
export const retention = once(() =>
  z.strictObject({ class: retentionClass(), years: z.int().min(1), article: z.string().min(1) }),
);
export type Retention = z.infer<ReturnType<typeof retention>>;

/** That a case was erased: when it began, when all was gone, and by which rule. */
export const erasure = once(() =>
  z.strictObject({
    begunAt: z.iso.datetime(),
    endedAt: z.iso.datetime().exactOptional(),
    ...retention().shape,
  }),
);
export type Erasure = z.infer<ReturnType<typeof erasure>>;
