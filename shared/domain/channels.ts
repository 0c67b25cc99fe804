import type { ChannelDefinition } from "./channel.ts";
import { administrative } from "./channels/administrative.ts";
import { courtAfterDocketing } from "./channels/court-after-docketing.ts";
import { courtBeforeDocketing } from "./channels/court-before-docketing.ts";
import { governanceCentre } from "./channels/governance-centre.ts";
import { grid } from "./channels/grid.ts";
import { hotline12345 } from "./channels/hotline-12345.ts";
import { labour } from "./channels/labour.ts";
import { medical } from "./channels/medical.ts";
import { petition } from "./channels/petition.ts";
import { policeCivil } from "./channels/police-civil.ts";
import { policePublicOrder } from "./channels/police-public-order.ts";
import { proactive } from "./channels/proactive.ts";
import { procuratorate } from "./channels/procuratorate.ts";
import { trafficPolice } from "./channels/traffic-police.ts";
import { walkIn } from "./channels/walk-in.ts";

/** Every road by which a case can come. A new one is a file in `channels/` and a line here. */
const definitions = {
  court_before_docketing: courtBeforeDocketing,
  court_after_docketing: courtAfterDocketing,
  police_public_order: policePublicOrder,
  police_civil: policeCivil,
  traffic_police: trafficPolice,
  procuratorate,
  petition,
  medical,
  labour,
  walk_in: walkIn,
  proactive,
  administrative,
  governance_centre: governanceCentre,
  hotline_12345: hotline12345,
  grid,
} satisfies Readonly<Record<string, ChannelDefinition>>;
export type Channel = keyof typeof definitions;

type OwnOf<Name extends Channel> = (typeof definitions)[Name]["ownPeriods"];
/** A period at some referrer's own house; of each channel those that it names. */
type Own = { [Name in Channel]: OwnOf<Name>[keyof OwnOf<Name>] }[Channel];
export type OwnClockKind = Own["kind"];
export type OwnPeriod = Extract<Own, { mayGrow: true }>["kind"];

export const channelDefinitions: Readonly<Record<Channel, ChannelDefinition<OwnClockKind>>> = definitions;

const isChannel = (name: string): name is Channel => name in channelDefinitions;
export const channelNames: readonly Channel[] = Object.keys(channelDefinitions).filter(isChannel);

/** Every period at a referrer's own house, of all channels. */
export const ownPeriods = channelNames.flatMap((name) => Object.values(channelDefinitions[name].ownPeriods));
export const ownClockKinds: readonly OwnClockKind[] = [...new Set(ownPeriods.map(({ kind }) => kind))];
export const isOwnClock = (kind: string): kind is OwnClockKind => ownPeriods.some((own) => own.kind === kind);
/** Those that an agency can note to have grown. */
export const isOwnPeriod = (kind: string): kind is OwnPeriod =>
  ownPeriods.some((own) => own.kind === kind && own.mayGrow);
