import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "../../shared/client/client.ts";
import { parseDirectoryFile } from "../../shared/client/directory-file.ts";
import { importDirectory } from "../../shared/client/directory-import.ts";
import type { PrivateJwk } from "../../shared/client/token.ts";
import type { Duty } from "../../shared/domain/person.ts";
import type { LocalPerson } from "../local/identity-provider.ts";
import { type City, coordinatorId, openCity, sampleData } from "./city.ts";
import { signIn } from "./sign-in.ts";

type Seated = { organisationId: string; duty: Duty };
/** The invented people of the sample city, who sign in on this machine; one of them has not been invited yet. */
const samplePeople: readonly (LocalPerson & { seat?: Seated })[] = [
  person("陈样例", "濮院派出所 · police station", { organisationId: "police-330483101", duty: "lead" }),
  person("林样例", "濮院派出所 · police station, reads only", { organisationId: "police-330483101", duty: "reader" }),
  person("王样例", "濮院镇人民调解委员会 · town committee", { organisationId: "pmc-330483101", duty: "lead" }),
  person("周样例", "驻濮院派出所调解工作室 · studio at the station", {
    organisationId: "studio-police-330483101",
    duty: "lead",
  }),
  person("吴样例", "桐乡市人民法院 · court", { organisationId: "court", duty: "lead" }),
  person("郑样例", "桐乡市司法局 · coordinator", { organisationId: coordinatorId, duty: "lead" }),
  person("赵样例", "尚未获邀请 · not invited yet"),
];

function person(name: string, place: string, seat?: Seated): LocalPerson & { seat?: Seated } {
  return { subject: name, name, place, ...(seat && { seat }) };
}

/** Whom the local identity provider knows. */
export const localPeople: readonly LocalPerson[] = samplePeople.map(({ subject, name, place }) => ({
  subject,
  name,
  place,
}));

/**
 * Invites the sample people to their organisations; each signs in and takes the invitation up. The coordinator invites the first lead of
 * each, who invites the others.
 */
export async function seatPeople(city: City, baseUrl: string): Promise<void> {
  const leads = new Map<string, Client>();
  for (const { subject, name, seat } of samplePeople) {
    if (seat === undefined) continue;
    const { organisationId, duty } = seat;
    const inviter = leads.get(organisationId) ?? (await city.firstInviterOf(organisationId));
    const { body } = await inviter.invitePerson({ params: { organisationId }, body: { name, duty } });
    const session = await signIn(city.coordinator, subject);
    const { secret } = (await createClient({ baseUrl, session }).redeemInvitation({ body: { code: body.code } })).body;
    if (!leads.has(organisationId)) leads.set(organisationId, createClient({ baseUrl, session: secret }));
  }
}

/** Brings the sample city to a platform that is empty yet: first those for whom people sign in, then all others. */
export async function settleSampleCity(
  baseUrl: string,
  coordinatorKey: PrivateJwk,
  say: (text: string) => void,
): Promise<void> {
  const city = openCity(baseUrl, coordinatorKey);
  await city.settle(samplePeople.flatMap(({ seat }) => seat?.organisationId ?? []));
  await seatPeople(city, baseUrl);
  say("Its people can sign in.");
  await city.settle();
  await importDirectory(
    city.coordinator,
    parseDirectoryFile(readFileSync(join(sampleData, "tongxiang-mediators.csv"))),
  );
  say("It is whole.");
}
