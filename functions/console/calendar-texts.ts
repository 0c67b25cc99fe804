import type { Label } from "../../shared/domain/codes.ts";

/** What the page of calendars says. */
export const calendarTexts = {
  daysOff: { zh: "放假", en: "Days off" },
  makeUpDays: { zh: "调休上班", en: "Make-up workdays" },
  calendarMissing: {
    zh: "该年度节假日安排尚未导入，跨入该年的期限暂按周末和法定日期推算。",
    en: "The calendar of this year is not loaded. Until it is, periods that reach into it are counted by weekends and fixed holidays.",
  },
  loadCalendar: { zh: "导入或更正", en: "Load or correct" },
  clocksAnew: {
    zh: "确认后，涉及这些日期的在办案件期限会自动重新计算，并载入案件经过。",
    en: "Periods of open cases that touch these days are then counted again, which their histories say.",
  },
  notAWeekend: {
    zh: "调休上班日中有不是周末的日期，请再核对。",
    en: "A make-up workday is no weekend day: check it again.",
  },
  statutoryMissing: { zh: "缺少法定节假日，请再核对。", en: "A holiday by law is missing: check it again." },
  unusualDays: {
    zh: "放假天数与法定天数不符，请再核对。",
    en: "The number of days off is not what the law gives: check it again.",
  },
  nationalCalendar: { zh: "国家安排", en: "Of the nation" },
  provinceCalendar: { zh: "省另行规定", en: "Added by the province" },
  countyCalendar: { zh: "县另行规定", en: "Added by the county" },
  noneOfLayer: { zh: "无", en: "nothing" },
  layerText: {
    zh: "只填国家安排之外的日期，例如民族自治地方的民族节日。国家或省已放假的日期不能改为上班。",
    en: "Only days beyond the nation's, such as the festivals of an autonomous region. A day that a layer above has off stays off.",
  },
  dayAsAbove: {
    zh: "有的日期依国家或省的安排已是如此，填写后没有变化，请再核对。",
    en: "Some days are so already by a layer above, and change nothing: check them again.",
  },
  ofLayer: { zh: "层级（cn、省两位或县六位代码）", en: "Layer (cn, a province's two digits or a county's six)" },
  showLayer: { zh: "打开", en: "Show" },
} as const satisfies Record<string, Label>;
