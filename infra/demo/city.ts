import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "../../shared/client/client.ts";
import { type DirectoryFile, parseDirectoryFile } from "../../shared/client/directory-file.ts";
import { importDirectory } from "../../shared/client/directory-import.ts";
import { giveFirstKey } from "../../shared/client/first-key.ts";
import { newKeyPair, type PrivateJwk } from "../../shared/client/token.ts";
import { levelOf } from "../../shared/domain/division.ts";
import { given } from "../../shared/domain/given.ts";

export const sampleData = join(import.meta.dirname, "../../shared/sample-data");
export const audience = "accord";
export const coordinatorId = "justice-bureau";
export const sampleCounty = "330483";
/** What a county sets in which one person acts for the bureau. */
export const oneSuffices = { coordinatorKeys: false, reopening: false, merging: false, tariffs: false };

type Roster = Extract<DirectoryFile, { kind: "organisations" }>;
type Divisions = Extract<DirectoryFile, { kind: "divisions" }>;

/** The organisations of the sample city, as its roster file gives them. */
export function readRoster(): Roster {
  const file = parseDirectoryFile(readFileSync(join(sampleData, "tongxiang-organisations.csv")));
  if (file.kind !== "organisations") throw new Error("the roster is no file of organisations");
  return file;
}

/** The real divisions of the sample city. */
export function readDivisions(): Divisions {
  const file = parseDirectoryFile(readFileSync(join(sampleData, "tongxiang-divisions.csv")));
  if (file.kind !== "divisions") throw new Error("the divisions are no file of divisions");
  return file;
}

/** A city on a platform: who is registered, and a client for each organisation that holds only its own key. */
export type City = {
  coordinator: Client;
  /** The coordinator's client for one of its officers: pay takes two. */
  coordinatorAs(officer: string): Client;
  /** Registers the divisions and the organisations: all, or those named with the towns and their own villages. May be repeated. */
  settle(organisationIds?: readonly string[]): Promise<void>;
  /** The client of an organisation; its key is made and registered the first time. */
  clientOf(organisationId: string): Promise<Client>;
  /** Who invites the first person of an organisation: itself, where it has a key, and its coordinator where it has nobody yet. */
  firstInviterOf(organisationId: string): Promise<Client>;
  keyOf(organisationId: string): Promise<PrivateJwk>;
  /** Agency, committee or studio, as the roster says. */
  kindOf(organisationId: string): string | undefined;
};

/** Opens the sample city on the platform at `baseUrl`, whose first coordinator signs with `coordinatorKey`. */
export function openCity(baseUrl: string, coordinatorKey: PrivateJwk, now: () => number = Date.now): City {
  const client = (organisationId: string, key: PrivateJwk, officer?: string) =>
    createClient({ baseUrl, audience, organisationId, key, now, ...given("officer", officer) });
  const coordinator = client(coordinatorId, coordinatorKey);
  const keys = new Map<string, Promise<PrivateJwk>>([[coordinatorId, Promise.resolve(coordinatorKey)]]);
  const clients = new Map<string, Promise<Client>>();
  const kinds = new Map(readRoster().rows.map(({ id, entry }) => [id, entry.body.kind]));

  const registerKey = async (organisationId: string): Promise<PrivateJwk> => {
    const { privateJwk } = await newKeyPair();
    await giveFirstKey(coordinator, { organisationId, key: privateJwk, audience, now });
    return privateJwk;
  };
  const keyOf = (organisationId: string): Promise<PrivateJwk> => {
    const key = keys.get(organisationId) ?? registerKey(organisationId);
    keys.set(organisationId, key);
    return key;
  };

  return {
    coordinator,
    coordinatorAs: (officer) => client(coordinatorId, coordinatorKey, officer),
    async settle(organisationIds) {
      // The sample bureau has one key and one officer: it says so itself, on the first day.
      // A digest looks at every organisation each day, however few cases there are; the sample city is measured by its cases.
      const body = { twoPersons: oneSuffices, digest: { isSent: false } };
      await coordinator.changeSettings({ params: { county: sampleCounty }, body });
      const roster = readRoster();
      const rows = roster.rows.filter(({ id }) => organisationIds === undefined || organisationIds.includes(id));
      const divisions = readDivisions();
      const places = divisions.rows.filter(
        ({ id }) =>
          organisationIds === undefined ||
          levelOf(id) !== "village" ||
          rows.some(({ entry }) => entry.body.divisionCode === id),
      );
      for (const file of [
        { ...divisions, rows: places },
        { ...roster, rows },
      ]) {
        const { refused, rows: results } = await importDirectory(coordinator, file);
        if (refused > 0)
          throw new Error(`refused: ${JSON.stringify(results.filter((row) => row.outcome === "refused"))}`);
      }
    },
    clientOf(organisationId) {
      const made = clients.get(organisationId) ?? keyOf(organisationId).then((key) => client(organisationId, key));
      clients.set(organisationId, made);
      return made;
    },
    firstInviterOf: async (organisationId) => (await clients.get(organisationId)) ?? coordinator,
    keyOf,
    kindOf: (organisationId) => kinds.get(organisationId),
  };
}
