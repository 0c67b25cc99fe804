import { describe, expect, it } from "vitest";
import type { CaseState } from "../../../shared/domain/case-state.ts";
import type { StoredOrganisation } from "../../../shared/dynamo/directory-store.ts";
import { countyKeys, organisationKey } from "../../../shared/dynamo/keys.ts";
import { policeToTell, stationToTell } from "../../../shared/runtime/police-of.ts";
import { tableOf } from "../../support/answering-items.ts";
import { dispute, referral, submitted } from "../../support/cases.ts";

type Facts = StoredOrganisation["facts"];
const organisation = (id: string, divisionCode: string, changes: Partial<Facts> = {}): StoredOrganisation => ({
  organisationId: id,
  facts: {
    kind: "agency",
    type: "police",
    level: "town",
    name: "样例",
    divisionCode,
    categories: [],
    suspended: false,
    ...changes,
  },
  keys: {},
});
const itemOf = (stored: StoredOrganisation) => ({
  ...organisationKey(stored.organisationId),
  ...countyKeys(stored.facts.divisionCode, stored.organisationId),
  ...stored,
});

const dangerous = (changes: Partial<CaseState["dispute"]> = {}) =>
  dispute({ circumstances: ["domestic_violence"], ...changes });
/** A dangerous case of the village 330483100200, sent by an agency that is no police station. */
const danger = submitted({ dispute: dangerous(), referrals: [referral({ agencyId: "petition-office" })] });
const petition = organisation("petition-office", "330483", { type: "petition" });

describe("the station to be told of danger", () => {
  const nowhere = tableOf([]).table;

  it("is the one that sent the case, even if another is nearer", async () => {
    const stations = [organisation("near", "330483100200"), organisation("sender", "330483999")];
    const state = submitted({ dispute: dangerous(), referrals: [referral({ agencyId: "sender" })] });
    expect(await stationToTell(nowhere, state, stations)).toEqual({ policeId: "sender" });
  });

  it("is else the one nearest to the place", async () => {
    const stations = [
      organisation("county", "330483"),
      organisation("village", "330483100200"),
      organisation("town", "330483100"),
      organisation("elsewhere", "330483101201"),
    ];
    expect(await stationToTell(nowhere, danger, stations)).toEqual({ policeId: "village" });
  });

  it("is neither suspended nor anything but a police station", async () => {
    const others = [
      organisation("suspended", "330483100200", { suspended: true }),
      organisation("committee", "330483100200", { kind: "committee", type: "general" }),
      organisation("town", "330483100"),
    ];
    expect(await stationToTell(nowhere, danger, others)).toEqual({ policeId: "town" });
  });

  it("is any that the case concerns when the place is not known or nobody covers it", async () => {
    const stations = [petition, organisation("elsewhere", "330483999")];
    const { place: _, ...unplaced } = dangerous();
    const placeless = submitted({ dispute: unplaced, referrals: [referral({ agencyId: "petition-office" })] });
    expect(await stationToTell(nowhere, placeless, stations)).toEqual({ policeId: "elsewhere" });
    expect(await stationToTell(nowhere, danger, stations)).toEqual({ policeId: "elsewhere" });
  });

  it("is one of the county when the case concerns none, if the county has one", async () => {
    const { table } = tableOf([itemOf(organisation("county-police", "330483105"))]);
    expect(await stationToTell(table, danger, [petition])).toEqual({ policeId: "county-police" });
    expect(await stationToTell(nowhere, danger, [petition])).toEqual({});
    expect(await stationToTell(table, danger, [])).toEqual({});
  });

  it("is nobody while nothing has to be reported, and nothing is read", async () => {
    const { table, calls } = tableOf([]);
    expect(await stationToTell(table, submitted(), [organisation("near", "330483100200")])).toEqual({});
    expect(await policeToTell(table, submitted())).toEqual({});
    expect(await policeToTell(table, undefined)).toEqual({});
    expect(calls).toEqual([]);
  });

  it("is found in the directory when somebody acts before the router does", async () => {
    const directory = [petition, organisation("near", "330483100200"), organisation("town", "330483100")];
    const { table } = tableOf(directory.map(itemOf));
    expect(await policeToTell(table, danger)).toEqual({ policeId: "near" });
  });
});
