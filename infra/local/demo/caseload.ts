import type { ReferralSubmission } from "../../../shared/contracts/referral.ts";
import type { CategoryCode, Channel, DeclineReason, FailureReason } from "../../../shared/domain/codes.ts";
import { residentIdCheckCharacter } from "../../../shared/domain/identity.ts";
import { readDivisions, readRoster } from "./city.ts";
import type { Random } from "./random.ts";

/** What becomes of a case, decided beforehand so that a run can be repeated. */
export type Plan = {
  referrerId: string;
  referral: ReferralSubmission;
  postedTwice: boolean;
  firstDeclines: DeclineReason | undefined;
  ending:
    | { kind: "agreed"; form: "written" | "oral" }
    | { kind: "refused" }
    | { kind: "failed"; reason: FailureReason };
};

/** Referrals a year in the reference city; procuratorate, petitions and walk-ins are set beside them in proportion. */
const yearly: readonly (readonly [number, Channel])[] = [
  [700, "police_public_order"],
  [1100, "police_civil"],
  [500, "traffic_police"],
  [2600, "court_before_docketing"],
  [500, "court_after_docketing"],
  [120, "procuratorate"],
  [380, "petition"],
  [600, "walk_in"],
];

const quarrels: readonly (readonly [number, CategoryCode])[] = [
  [30, "02"],
  [22, "06"],
  [14, "01"],
  [8, "14"],
  [6, "17"],
  [6, "03"],
  [4, "10"],
  [4, "18"],
];
const claims: readonly (readonly [number, CategoryCode])[] = [
  [30, "04"],
  [14, "01"],
  [12, "17"],
  [10, "finance"],
  [10, "06"],
  [8, "11"],
  [6, "10"],
  [4, "15"],
  [3, "intellectual_property"],
  [3, "13"],
];
const categoriesOf = (channel: Channel): readonly (readonly [number, CategoryCode])[] => {
  if (channel === "traffic_police") return [[1, "16"]];
  return channel.startsWith("court") ? claims : quarrels;
};

const declines: readonly DeclineReason[] = ["no_capacity", "conflict_of_interest", "lacks_expertise", "out_of_scope"];
const failures: readonly FailureReason[] = ["positions_too_far_apart", "party_unreachable", "settled_privately"];

/** A year's mix in miniature: `count` referrals over the real divisions, each with what becomes of it. */
export function planCaseload(random: Random, count: number): Plan[] {
  const roster = readRoster().rows.map(({ id, entry }) => ({ id, ...entry.body }));
  const ofType = (type: string) => roster.filter((organisation) => organisation.type === type).map(({ id }) => id);
  const senders: Readonly<Partial<Record<Channel, readonly string[]>>> = {
    police_public_order: ofType("police"),
    police_civil: ofType("police"),
    traffic_police: ofType("traffic_police"),
    court_before_docketing: ofType("court"),
    court_after_docketing: ofType("court"),
    procuratorate: ofType("procuratorate"),
    petition: ofType("petition"),
    walk_in: roster.filter(({ type, level }) => type === "general" && level !== "county").map(({ id }) => id),
  };
  const places = readDivisions().rows.map(({ id }) => id);
  const villages = places.filter((code) => code.length === 12);
  const towns = places.filter((code) => code.length === 9);

  return Array.from({ length: count }, (_, index): Plan => {
    const channel = random.weighted(yearly);
    const referrerId = random.pick(senders[channel] ?? []);
    const walkIn = channel === "walk_in";
    const own = roster.find(({ id }) => id === referrerId)?.divisionCode;
    const somewhere = random.weighted([
      [80, random.pick(villages)],
      [18, random.pick(towns)],
      [2, undefined],
    ]);
    const place = walkIn ? own : somewhere;
    return {
      referrerId,
      referral: {
        sourceNumber: sourceNumberOf(channel, index + 1),
        channel,
        ...(channel === "procuratorate" ? { mediateBy: aMonthOn() } : {}),
        ...(walkIn ? { namedOrganisationId: referrerId } : {}),
        dispute: {
          category: random.weighted(categoriesOf(channel)),
          ...(place === undefined ? {} : { place }),
          summary: `演示案件 ${index + 1}：当事人之间的纠纷，双方均为虚构。`,
          amountFen: Math.floor(random.next() * 5_000_000),
          riskGrade: random.weighted([
            [90, "blue"],
            [7, "yellow"],
            [2, "orange"],
            [1, "red"],
          ]),
          deathOrSeriousInjury: false,
          earlierAttemptFailed: false,
        },
        parties: [
          { side: "applicant", ...person(random, index * 2), place: random.pick(villages) },
          { side: "respondent", ...person(random, index * 2 + 1) },
        ],
      },
      postedTwice: random.chance(0.05),
      firstDeclines: !walkIn && random.chance(0.1) ? random.pick(declines) : undefined,
      ending: random.weighted<Plan["ending"]>([
        [68, { kind: "agreed", form: "written" }],
        [8, { kind: "agreed", form: "oral" }],
        [8, { kind: "refused" }],
        [16, { kind: "failed", reason: random.pick(failures) }],
      ]),
    };
  });
}

function sourceNumberOf(channel: Channel, number: number): string {
  const year = new Date().getUTCFullYear();
  switch (channel) {
    case "court_before_docketing":
      return `（${year}）浙0483民诉前调${number}号`;
    case "court_after_docketing":
      return `（${year}）浙0483民初${number}号`;
    default:
      return `演示-${year}-${channel}-${number}`;
  }
}

const aMonthOn = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** A plainly invented person with a number that only its check character makes look real. */
function person(random: Random, serial: number) {
  const first17 = `330483190001${String(1 + Math.floor(random.next() * 28)).padStart(2, "0")}${String(serial % 1000).padStart(3, "0")}`;
  return {
    kind: "natural_person" as const,
    name: `样例当事人${serial + 1}`,
    document: { kind: "resident_id" as const, number: `${first17}${residentIdCheckCharacter(first17)}` },
    phone: `000-${String(serial).padStart(8, "0")}`,
  };
}
