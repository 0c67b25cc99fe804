import { describe, expect, it } from "vitest";
import type { Role } from "../../../shared/domain/case.ts";
import type { CaseState } from "../../../shared/domain/case-state.ts";
import { kinds } from "../../../shared/dynamo/stored-versions.ts";
import type { Caller } from "../../../shared/runtime/caller.ts";
import { withClaim, withRetention } from "../../../shared/runtime/facts-of-form.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { archived, failed, mediating, now, performed, town } from "../../support/cases.ts";
import { organisationAt, usualLimits } from "../../support/organisations.ts";
import { paperFacts } from "../../support/paper-facts.ts";
import { claimOf } from "../../support/two-counties.ts";

const callerOf = (organisationId: string, role: Role): Caller => ({
  organisationId,
  role,
  organisation: organisationAt(organisationId, { divisionCode: "330483", type: "general" }),
  limits: usualLimits,
});

describe("how long a case is kept", () => {
  const read = async (state: CaseState) => {
    const { table, calls } = answeringTable(() => ({ Items: [] }));
    const { retention } = await withRetention({ table, now: () => now }, paperFacts({ state }));
    return { years: retention?.years, reads: calls.length > 0 };
  };

  it("follows from how it ended, before it is archived as after, and is not told while it goes on", async () => {
    expect(await read(performed())).toEqual({ years: 10, reads: true });
    expect(await read(archived())).toEqual({ years: 10, reads: true });
    expect(await read(failed())).toEqual({ years: 5, reads: true });
    expect(await read(mediating())).toEqual({ years: undefined, reads: false });
  });

  it("is of the rule by which it was erased, once it is", async () => {
    const erasure = { begunAt: now, class: "agreement", years: 30, article: "house" } as const;
    expect(await read({ ...archived(), erasure })).toEqual({ years: 30, reads: false });
  });

  it("is read once for several papers of a minute", async () => {
    const { table, calls } = answeringTable(() => ({ Items: [] }));
    const facts = paperFacts({ state: performed() });
    await withRetention({ table, now: () => now }, facts);
    const first = calls.length;
    await withRetention({ table, now: () => now }, facts);
    expect(calls).toHaveLength(first);
  });
});

describe("a claim for incentive pay", () => {
  const claim = { ...claimOf("330483"), organisationId: town.organisationId, amountFen: 15_000 };
  const read = async (caller: Caller, Item?: object) => {
    const { table, calls } = answeringTable(() => (Item === undefined ? {} : { Item }));
    const facts = await withClaim({ table }, caller, paperFacts());
    expect(calls.map(({ operation }) => operation)).toEqual(["GetItem"]);
    return facts.claim;
  };
  const item = kinds.claim.mark({ claim });

  it("is read by one call, if there is one", async () => {
    expect(await read(callerOf(town.organisationId, "committee"), item)).toEqual(claim);
    expect(await read(callerOf(town.organisationId, "committee"))).toBeUndefined();
  });

  it("that another body made is not told to the body that has the case since", async () => {
    expect(await read(callerOf("pmc-other", "committee"), item)).toBeUndefined();
    expect(await read(callerOf("justice-bureau", "coordinator"), item)).toEqual(claim);
  });
});
