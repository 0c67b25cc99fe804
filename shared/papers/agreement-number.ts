import { shanghaiDate } from "../domain/calendar.ts";

/** The series of a body that has named none: its own name, without what all of them are called. */
export const seriesOf = (name: string): string =>
  `${name.replace(/(人民)?调解(委员会|工作室|中心|组织)$/u, "") || name}调字`;

/** The year to which a number belongs, in China. */
export const yearOf = (instant: string): string => shanghaiDate(instant).slice(0, 4);

/** A number as agreements bear it: 〔2026〕濮调字第12号. */
export const agreementNumber = (year: string, series: string, number: number): string =>
  `〔${year}〕${series}第${number}号`;
