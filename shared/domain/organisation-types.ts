import { coded } from "./coded.ts";
import type { Label } from "./codes.ts";
import { once } from "./once.ts";

/** What follows from the type of an organisation, beside the channels by which it sends. */
type OrganisationTypeDefinition = Label & {
  /** A station that can be told of a danger. */
  isPolice?: true;
  /** Its committees serve the categories that they list, and count as those of a social body. */
  isOfASector?: true;
};

export const organisationTypes = {
  coordinator: { zh: "协调机构（司法局）", en: "Coordinator" },
  auditor: { zh: "监督机构", en: "Auditor" },
  police: { zh: "派出所", en: "Police station", isPolice: true },
  traffic_police: { zh: "交警", en: "Traffic police", isPolice: true },
  court: { zh: "人民法院", en: "Court" },
  procuratorate: { zh: "人民检察院", en: "Procuratorate" },
  petition: { zh: "信访部门", en: "Petition office" },
  administrative: { zh: "行政机关", en: "Administrative agency" },
  governance_centre: { zh: "综治中心（社会治理中心）", en: "Governance centre" },
  hotline_12345: { zh: "12345 热线", en: "Hotline 12345" },
  grid: { zh: "网格", en: "Grid" },
  general: { zh: "乡镇、村（社区）调解", en: "Town or village mediation" },
  industry: { zh: "行业性、专业性调解", en: "Mediation of an industry", isOfASector: true },
  union: { zh: "工会调解", en: "Mediation by a union", isOfASector: true },
  womens_federation: { zh: "妇联调解", en: "Mediation by the women's federation", isOfASector: true },
  commercial_mediation: { zh: "商事调解", en: "Commercial mediation", isOfASector: true },
  enterprise: { zh: "企事业单位调解", en: "Mediation in an enterprise" },
  brand: { zh: "品牌调解", en: "Brand studio" },
} as const satisfies Readonly<Record<string, OrganisationTypeDefinition>>;
export type OrganisationType = keyof typeof organisationTypes;
export const organisationType = once(() => coded<OrganisationType>(organisationTypes));

const isType = (name: string): name is OrganisationType => Object.hasOwn(organisationTypes, name);
const typesThat = (is: "isPolice" | "isOfASector"): readonly OrganisationType[] =>
  Object.keys(organisationTypes)
    .filter(isType)
    .filter((name) => is in organisationTypes[name]);

export const policeTypes = typesThat("isPolice");
const sectorTypes: readonly string[] = typesThat("isOfASector");
export const isPoliceType = (type: string): boolean => policeTypes.some((one) => one === type);
export const isOfASector = (type: string): boolean => sectorTypes.includes(type);
