import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { channelDefinitions, channelNames, ownClockKinds, ownPeriods } from "../../shared/domain/channels.ts";
import { channel } from "../../shared/domain/codes.ts";
import { organisationType } from "../../shared/domain/organisation-types.ts";
import { resultShape } from "../../shared/domain/result-fields.ts";

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`);

describe("a channel", () => {
  it("is a file of the folder and a line of the index, under one name", () => {
    const files = filesIn("shared/domain/channels").map((file) => basename(file, ".ts").replaceAll("-", "_"));
    expect(files.toSorted()).toEqual(channelNames.toSorted());
    expect(channel().options).toEqual(channelNames);
  });

  it.each(channelNames)("can be sent by somebody, of a type that the directory knows: %s", (name) => {
    const { senders } = channelDefinitions[name];
    const types: readonly string[] = organisationType().options;
    expect(senders).not.toEqual([]);
    expect(senders.filter((type) => !types.includes(type))).toEqual([]);
  });

  it.each(channelNames)("sends every field and every paper back once: %s", (name) => {
    const { result, otherRoutes, papers } = channelDefinitions[name];
    for (const list of [result, otherRoutes, papers.backOnSuccess, papers.backOnFailure]) {
      expect([...new Set<string>(list)]).toEqual(list);
    }
  });
});

it("gives each clock of a channel one name, whichever channels have it", () => {
  const labels = ownPeriods.map(({ kind, zh, en, shownAs }) => JSON.stringify([kind, zh, en, shownAs]));
  expect(new Set(labels).size).toBe(ownClockKinds.length);
});

it("keeps the courts' channels to the courts, with a court's case number", () => {
  const courts = channelNames.filter((each) => channelDefinitions[each].senders.includes("court"));
  expect(courts).toEqual(["court_before_docketing", "court_after_docketing"]);
  expect(channelNames.filter((each) => channelDefinitions[each].isCourtNumbered)).toEqual(courts);
});

it("lets committees register their own cases and nobody else's", () => {
  const own = channelNames.filter((each) => channelDefinitions[each].isOwn);
  expect(own).toEqual(["walk_in", "proactive"]);
  expect(own.flatMap((each) => channelDefinitions[each].senders)).not.toContain("administrative");
});

it("gives back each field by some channel", () => {
  const used = new Set(channelNames.flatMap((name) => channelDefinitions[name].result));
  expect([...used].toSorted()).toEqual(Object.keys(resultShape()).toSorted());
});

describe("nothing else names a channel", () => {
  // The same words as types of organisation, tracks of mediation and sources of the statistics.
  const homonyms: Readonly<Record<string, readonly string[]>> = {
    "shared/domain/organisation-types.ts": organisationType().options,
    "shared/domain/codes.ts": ["administrative"],
    "functions/console/parts/chart.tsx": ["grid"],
    "shared/domain/tally.ts": ["procuratorate", "petition", "proactive"],
    "shared/runtime/named.ts": ["administrative"],
  };
  const sources = ["shared", "functions", "infra"]
    .flatMap(filesIn)
    .filter((file) => /\.tsx?$/.test(file))
    // The demo's mix of cases is a table by channel.
    .filter((file) => !/^shared\/(domain\/channels|sample-data)|^infra\/demo\//.test(file));

  /** The channels, and the clocks of channels, that a source text names: in quotes, as a key or as a property. */
  const namedIn = (text: string): string[] =>
    [...channelNames, ...ownClockKinds].filter((name) =>
      new RegExp(`["'\`]${name}["'\`]|^\\s*${name}:|\\b(channels|channelDefinitions)\\.${name}\\b`, "m").test(text),
    );

  it("is found where it is named", () => {
    const [aChannel] = channelNames;
    expect(namedIn(`if (channel === "${aChannel}") return;`)).toEqual([aChannel]);
    expect(namedIn(`const numbers = {\n  ${aChannel}: 7,\n};`)).toEqual([aChannel]);
    expect(namedIn(`channels.${aChannel}.zh`)).toEqual([aChannel]);
    expect(namedIn(`clocks.find(({ kind }) => kind === "${ownClockKinds[0]}")`)).toEqual([ownClockKinds[0]]);
    expect(namedIn(`// a ${aChannel} in prose`)).toEqual([]);
  });

  it("in the sources", () => {
    expect(sources.length).toBeGreaterThan(150);
    const named = sources.flatMap((file) =>
      namedIn(readFileSync(file, "utf8"))
        .filter((name) => homonyms[file]?.includes(name) !== true)
        .map((name) => `${file}: ${name}`),
    );
    expect(named).toEqual([]);
  });
});
