import { casesService } from "../../shared/contracts/cases-service.ts";
import { given } from "../../shared/domain/given.ts";
import { organisationsIn } from "../../shared/domain/named-organisations.ts";
import { besideOf } from "../../shared/dynamo/case-items.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { caseFor, caseLedTo, historySeenBy } from "../../shared/runtime/case-for.ts";
import { listFor, placeOf } from "../../shared/runtime/case-listing.ts";
import { readParties } from "../../shared/runtime/case-parties.ts";
import { openedEvent, openTextsToShow, saltsOf, unopenedEvent } from "../../shared/runtime/case-texts.ts";
import { findCases } from "../../shared/runtime/find-cases.ts";
import { eventsSeen } from "../../shared/runtime/links-seen.ts";
import { namesOf } from "../../shared/runtime/organisation-names.ts";
import { searchByNumber } from "../../shared/runtime/search-cases.ts";
import { searchByParty } from "../../shared/runtime/search-parties.ts";
import { startKeyOf } from "../http/cursor.ts";
import { viewFor } from "./case-view.ts";
import { operation } from "./platform.ts";

type Seen = Awaited<ReturnType<typeof eventsSeen>>[number];

export const caseOperations = {
  listCases: operation(casesService.listCases, async ({ table, now }, { query, caller }) => {
    const place = placeOf(caller, query);
    const startKey = startKeyOf(query.cursor, indexes[place.index]);
    return { status: 200, body: await listFor(table, caller, { place, query, startKey, now: now() }) };
  }),

  findCases: operation(casesService.findCases, async ({ table, now }, { query, caller }) => ({
    status: 200,
    body: await findCases(table, caller, query.name, now()),
  })),

  searchCases: operation(casesService.searchCases, async (platform, { body: { number, ...party }, caller }) => ({
    status: 200,
    body:
      number === undefined
        ? await searchByParty(platform, caller, party)
        : await searchByNumber(platform.table, caller, number, platform.now()),
  })),

  showCase: operation(casesService.showCase, async (platform, { params, caller }) => {
    const stored = await caseLedTo(platform, caller, { ...params, act: "read-case" });
    const { caseId } = stored.state;
    const led = caseId === params.caseId ? {} : { "Content-Location": `/v1/cases/${caseId}` };
    const { body, headers } = await viewFor(platform, caller, stored);
    const names = await namesOf(platform.table, organisationsIn(body.state));
    return { status: 200, body: { ...body, names }, headers: { ...headers, ...led } };
  }),

  showHistory: operation(casesService.showHistory, async (platform, { params, caller }) => {
    const stored = await caseFor(platform, caller, { ...params, act: "read-case" });
    const events = await historySeenBy(platform.table, caller, stored);
    const opened = await openTextsToShow(platform, stored.state, events);
    const shown = (event: Seen) => (opened === undefined ? unopenedEvent(event) : openedEvent(event, opened));
    const entries = (await eventsSeen(platform.table, caller, events)).map((event) => {
      const { audience: _, mediatorIds: __, verb: ___, content: ____, texts, ...entry } = shown(event);
      return {
        ...entry,
        ...given("beside", entry.v === undefined ? undefined : besideOf(event)),
        ...given("salts", texts === undefined || opened === undefined ? undefined : saltsOf(event, opened)),
      };
    });
    const names = await namesOf(platform.table, organisationsIn(entries));
    return { status: 200, body: { caseId: params.caseId, entries, names } };
  }),

  showParties: operation(casesService.showParties, async (platform, { params, query, caller }) => ({
    status: 200,
    body: await readParties(platform, caller, { caseId: params.caseId, reason: query.reason }),
  })),
};
