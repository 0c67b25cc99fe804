import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { channelDefinitions } from "../../shared/domain/channels.ts";
import type { CategoryCode, Channel, Circumstance } from "../../shared/domain/codes.ts";
import { residentIdCheckCharacter } from "../../shared/domain/identity.ts";
import { showAlways } from "./always-shown.ts";
import { readDivisions, readRoster } from "./city.ts";
import { type Course, courseFor, type Detour, dealCourses, dealDetours, detourFor, isOwn, type Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import { dayMilliseconds, dayOf } from "./time.ts";

/** Referrals a year in the reference city; what it does not publish is set beside them in proportion. */
const yearly: readonly (readonly [number, Channel])[] = [
  [700, "police_public_order"],
  [1100, "police_civil"],
  [500, "traffic_police"],
  [2600, "court_before_docketing"],
  [500, "court_after_docketing"],
  [120, "procuratorate"],
  [380, "petition"],
  [100, "medical"],
  [200, "labour"],
  [150, "administrative"],
  [450, "walk_in"],
  [150, "proactive"],
  [150, "governance_centre"],
  [150, "hotline_12345"],
  [150, "grid"],
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
  switch (channel) {
    case "traffic_police":
      return [[1, "16"]];
    case "medical":
      return [[1, "15"]];
    case "labour":
      return [
        [1, "10"],
        [1, "11"],
      ];
    case "court_before_docketing":
    case "court_after_docketing":
      return claims;
    default:
      return quarrels;
  }
};

/** A year's mix in miniature: `count` referrals over the real divisions, each with what becomes of it. */
export function planCaseload(random: Random, count: number, now: number): Plan[] {
  const roster = readRoster().rows.map(({ id, entry }) => ({ id, ...entry.body }));
  const places = readDivisions().rows.map(({ id }) => id);
  const villages = places.filter((code) => code.length === 12);
  const towns = places.filter((code) => code.length === 9);
  const channels = random.dealt(count, yearly);
  const courses = dealCourses(random, count);
  const detours = dealDetours(random, count, villages);

  const sentBy = (channel: Channel): string =>
    random.pick(
      roster.filter(
        ({ type, level }) =>
          channelDefinitions[channel].senders.includes(type) && (!isOwn(channel) || level !== "county"),
      ),
    ).id;
  const placeOf = (channel: Channel, referrerId: string, { kind }: Detour): string | undefined => {
    const place = random.weighted([
      [80, random.pick(villages)],
      [20, random.pick(towns)],
    ]);
    if (kind === "no-place" || kind === "place-later") return undefined;
    return isOwn(channel) ? roster.find(({ id }) => id === referrerId)?.divisionCode : place;
  };

  const plans: Plan[] = [];
  for (const [index, channel] of channels.entries()) {
    const drawn = detours[index] ?? { kind: "none" };
    const course = courseFor(channel, courses[index] ?? { kind: "withdrawn" }, drawn);
    const detour = detourFor(channel, course, drawn);
    const first = plans.at(-1);
    const overdue = index * 2 > count && plans.every(({ hasTwin }) => !hasTwin);
    if (first !== undefined && couldHaveTwin(first) && (random.chance(0.05) || overdue)) {
      first.hasTwin = true;
      plans.push(twinOf(first, index));
      continue;
    }
    const referrerId = sentBy(channel);
    const place = placeOf(channel, referrerId, detour);
    const { setsOwnDate, takesUpItself, knowsSummaryProcedure } = channelDefinitions[channel];
    plans.push({
      referrerId,
      referral: {
        sourceNumber: sourceNumberOf(channel, index + 1),
        channel,
        ...(setsOwnDate ? { mediateBy: dayOf(now + 40 * dayMilliseconds) } : {}),
        ...(takesUpItself ? { takenUpWithRequest: true as const } : {}),
        ...(knowsSummaryProcedure && random.chance(0.3) ? { summaryProcedure: true as const } : {}),
        ...(isOwn(channel) ? { namedOrganisationId: referrerId } : {}),
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
          earlierAttemptFailed: false,
          circumstances: circumstancesOf(course, detour),
        },
        parties: [
          {
            side: "applicant",
            ...person(random, index * 2),
            ...(place === undefined ? {} : { place: random.pick(villages) }),
          },
          { side: "respondent", ...person(random, index * 2 + 1) },
        ],
      },
      postedTwice: random.chance(0.05),
      course,
      detour,
      archived: random.chance(0.12),
      hasTwin: false,
    });
  }
  showAlways(plans);
  return plans;
}

function circumstancesOf(course: Course, detour: Detour): Circumstance[] {
  if (course.kind === "not-accepted") return ["reserved_by_law"];
  return detour.kind === "violence" ? ["domestic_violence"] : [];
}

const couldHaveTwin = ({ course, detour, referral, hasTwin }: Plan): boolean =>
  course.kind === "performed" &&
  detour.kind === "none" &&
  !hasTwin &&
  !isOwn(referral.channel) &&
  referral.channel !== channelOfTwin;

const channelOfTwin = "petition";

/** The same quarrel, brought to the petition office as well. */
function twinOf(first: Plan, index: number): Plan {
  const { dispute, parties } = first.referral;
  const referral: ReferralSubmission = {
    sourceNumber: sourceNumberOf(channelOfTwin, index + 1),
    channel: channelOfTwin,
    takenUpWithRequest: true,
    dispute,
    parties,
  };
  const way = { course: { kind: "merged" }, detour: { kind: "none" } } as const;
  const rest = { postedTwice: false, archived: false, hasTwin: false };
  return { referrerId: "petition-office", referral, ...way, ...rest, sameAs: first };
}

function sourceNumberOf(channel: Channel, number: number): string {
  const year = new Date().getUTCFullYear();
  switch (channel) {
    case "court_before_docketing":
      return `（${year}）浙0483民诉前调${number}号`;
    case "court_after_docketing":
      return `（${year}）浙0483民初${number}号`;
    default:
      return `演示〔${year}〕${channelDefinitions[channel].zh}${number}号`;
  }
}

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
