import * as z from "zod";
import { audience } from "../../infra/demo/city.ts";
import { signToken } from "../../shared/client/token.ts";
import { organisationFacts } from "../../shared/contracts/directory.ts";
import { bundledLaw, lawOfVersion } from "../../shared/domain/law.ts";
import { type RefusalTally, refusalsOf, refusedIn } from "../../shared/domain/refusal-tally.ts";
import { cellOf, contributionsOf, figureNames, recount, type Tally } from "../../shared/domain/tally.ts";
import { readCase, readEvent } from "../../shared/dynamo/case-items.ts";
import { storedRefusals, storedTally } from "../../shared/dynamo/tally-store.ts";
import { storedItems } from "./stored.ts";
import type { Town } from "./town.ts";

const organisation = z.object({ organisationId: z.string(), facts: organisationFacts() });

const sortedTallies = (all: readonly Tally[]): Tally[] =>
  all.toSorted((one, other) => JSON.stringify(cellOf(one)).localeCompare(JSON.stringify(cellOf(other))));

const byBody = (all: readonly RefusalTally[]): RefusalTally[] =>
  all.toSorted((one, other) => one.organisationId.localeCompare(other.organisationId));

type KeptAndRecounted<Figure> = { kept: Figure[]; recounted: Figure[] };

/** The figures as the stream kept them, and as the cases themselves add up to; read past the functions. */
export async function keptAndRecounted(
  town: Town,
): Promise<KeptAndRecounted<Tally> & { refusals: KeptAndRecounted<RefusalTally> }> {
  const items = await storedItems(town.platform);
  const kept = items
    .filter(({ pk }) => pk.startsWith("TALLY#"))
    .map(({ pk: _pk, sk: _sk, ...item }) => storedTally().parse(item))
    .filter((one) => figureNames().some((name) => one[name] > 0));
  const hosts = new Map(
    items
      .filter(({ sk }) => sk === "ORGANISATION")
      .map((item) => organisation.parse(item))
      .map(({ organisationId, facts }) => [organisationId, facts]),
  );
  const recounted = recount(
    items
      .filter(({ sk }) => sk === "CASE")
      .map((item) => readCase(item).state)
      .flatMap((state) => contributionsOf(state, (id) => hosts.get(id), lawOfVersion(bundledLaw(), state.rulePack))),
  );
  const history = items
    .filter(({ pk, sk }) => pk.startsWith("CASE#") && sk.startsWith("EVENT#"))
    .map((item) => readEvent(item));
  const refusals = {
    kept: byBody(
      items
        .filter(({ pk }) => pk.startsWith("REFUSALS#"))
        .map(({ pk: _pk, sk: _sk, ...item }) => storedRefusals().parse(item)),
    ),
    recounted: byBody(refusalsOf(refusedIn(history))),
  };
  return { kept: sortedTallies(kept), recounted: sortedTallies(recounted), refusals };
}

export type Download = { status: number; headers: Headers; bytes: Buffer };

/** A file as any HTTP client would fetch it. */
export async function download(town: Town, path: string, by: string): Promise<Download> {
  const token = await signToken({ organisationId: by, key: town.keyOf(by), audience, now: town.now });
  const answer = await fetch(town.platform.url + path, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
