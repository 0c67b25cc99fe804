import type { Hono } from "hono";
import type { Label } from "../../shared/domain/codes.ts";
import { showAccess } from "./access.tsx";
import { administration } from "./administration-texts.ts";
import { approvalTexts } from "./approval-texts.ts";
import { decideApproval, showApprovals } from "./approvals.tsx";
import { loadCalendar, showCalendar, showThisYear } from "./calendars.tsx";
import { claimTexts } from "./claim-texts.ts";
import { holdWebhook, showCountyWebhooks } from "./county-webhooks.tsx";
import { checkImport, importTemplate, newImport, storeImport } from "./import.tsx";
import { addKey, askRevocation, offerKey, revokeKey, showEndingKeys, showKeys } from "./keys.tsx";
import { setLimits, showLimits } from "./limits.tsx";
import {
  addMediator,
  askRetirement,
  changeMediator,
  setRetirement,
  showMediators,
  storeMediator,
} from "./mediators.tsx";
import {
  askSuspension,
  changeOrganisation,
  newOrganisation,
  registerOrganisation,
  setSuspension,
  storeOrganisation,
} from "./organisations.tsx";
import { AdministrationPage } from "./pages/administration.tsx";
import { invite, removePerson, showPeople } from "./people.tsx";
import { may, ownSeat } from "./rights.ts";
import { loadRules, showLaw, showTariffs } from "./rules.tsx";
import { templateTexts } from "./template-texts.ts";
import { addTemplates, readsTemplates } from "./templates.tsx";
import { texts } from "./texts.ts";
import type { Environment, Here } from "./visit.ts";
import { actOnWebhook, askRotation, replayWebhook, rotateSecret, showWebhook } from "./webhook.tsx";
import { webhookTexts } from "./webhook-texts.ts";
import { addWebhook, askRemoval, removeWebhook, showWebhooks } from "./webhooks.tsx";

/** The pages on which organisations, people, keys, webhooks and rules are kept. */
export function addAdministration(app: Hono<Environment>): void {
  app.get("/console/administration", showAdministration);

  app.get("/console/people", showPeople);
  app.post("/console/people", invite);
  app.post("/console/people/remove", removePerson);
  app.get("/console/webhooks", showWebhooks);
  app.post("/console/webhooks", addWebhook);
  app.get("/console/webhooks/:endpointId", showWebhook);
  app.post("/console/webhooks/:endpointId/test", (context) => actOnWebhook(context, "testWebhookEndpoint"));
  app.post("/console/webhooks/:endpointId/pause", (context) => actOnWebhook(context, "pauseWebhookEndpoint"));
  app.post("/console/webhooks/:endpointId/resume", (context) => actOnWebhook(context, "resumeWebhookEndpoint"));
  app.post("/console/webhooks/:endpointId/replay", replayWebhook);
  app.get("/console/webhooks/:endpointId/rotate", askRotation);
  app.post("/console/webhooks/:endpointId/rotate", rotateSecret);
  app.get("/console/webhooks/:endpointId/remove", askRemoval);
  app.post("/console/webhooks/:endpointId/remove", removeWebhook);

  app.get("/console/county-webhooks", showCountyWebhooks);
  app.get("/console/register", newOrganisation);
  app.post("/console/register", registerOrganisation);
  const one = "/console/directory/:organisationId";
  app.get(`${one}/change`, changeOrganisation);
  app.post(`${one}/change`, storeOrganisation);
  for (const act of ["suspend", "reinstate"] as const) {
    app.get(`${one}/${act}`, (context) => askSuspension(context, act));
    app.post(`${one}/${act}`, (context) => setSuspension(context, act));
  }
  app.get(`${one}/people`, showPeople);
  app.post(`${one}/people`, invite);
  app.post(`${one}/people/remove`, removePerson);
  app.get("/console/import", newImport);
  app.get("/console/import/:file", importTemplate);
  app.post("/console/import", checkImport);
  app.post("/console/import/store", storeImport);
  app.get("/console/approvals", (context) => showApprovals(context));
  app.post("/console/approvals/:approvalId", decideApproval);
  app.get("/console/keys", showEndingKeys);
  app.get(`${one}/keys`, showKeys);
  app.post(`${one}/keys`, addKey);
  app.post(`${one}/keys/code`, offerKey);
  app.get(`${one}/keys/:keyId/revoke`, askRevocation);
  app.post(`${one}/keys/:keyId/revoke`, revokeKey);
  app.get(`${one}/access`, showAccess);
  const endpoint = `${one}/webhooks/:endpointId`;
  app.post(`${endpoint}/hold`, (context) => holdWebhook(context, "holdWebhookEndpoint"));
  app.post(`${endpoint}/release`, (context) => holdWebhook(context, "releaseWebhookEndpoint"));
  app.get(`${one}/limits`, showLimits);
  app.post(`${one}/limits`, setLimits);
  app.get(`${one}/mediators`, showMediators);
  app.post(`${one}/mediators`, addMediator);
  app.get(`${one}/mediators/:mediatorId`, changeMediator);
  app.post(`${one}/mediators/:mediatorId`, storeMediator);
  for (const act of ["retire", "reinstate"] as const) {
    app.get(`${one}/mediators/:mediatorId/${act}`, (context) => askRetirement(context, act));
    app.post(`${one}/mediators/:mediatorId/${act}`, (context) => setRetirement(context, act));
  }

  app.get("/console/calendars", showThisYear);
  app.get("/console/calendars/:year", showCalendar);
  app.post("/console/calendars/:year", loadCalendar);
  app.get("/console/law", (context) => showLaw(context));
  app.post("/console/law/load", (context) => loadRules(context, "law"));
  app.get("/console/tariffs", (context) => showTariffs(context));
  app.post("/console/tariffs/load", (context) => loadRules(context, "tariffs"));
  addTemplates(app);
}

type Entry = { href: string; text: Label; says: Label };
export type Group = { text: Label; entries: readonly Entry[] };

/** What the person may administer or look up. */
async function showAdministration(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { seat, own } = await ownSeat(visit);
  const address = `/console/directory/${own.organisationId}`;
  const entry = (href: string, text: Label, says: Label, isFor = true): Entry[] =>
    isFor ? [{ href, text, says }] : [];
  const groups: Group[] = [
    {
      text: administration.own,
      entries: [
        ...entry("/console/people", texts.people, administration.peopleText),
        ...entry(`${address}/keys`, administration.keys, administration.keysText, may(seat, "registerKey")),
        ...entry(
          "/console/webhooks",
          administration.webhooks,
          administration.webhooksText,
          may(seat, "createWebhookEndpoint"),
        ),
        ...entry(
          `${address}/mediators`,
          administration.mediators,
          administration.mediatorsText,
          own.kind !== "agency" && may(seat, "listMediators"),
        ),
        ...entry(
          "/console/claims",
          claimTexts.title,
          claimTexts.ownText,
          may(seat, "listClaims") && seat.role === "committee",
        ),
        ...entry(
          `${address}/access`,
          administration.access,
          administration.accessText,
          may(seat, "listAccess", { act: "read-access", of: own }),
        ),
        ...entry(`${address}/limits`, administration.limits, administration.limitsText, may(seat, "showLimits")),
      ],
    },
    {
      text: administration.county,
      entries: [
        ...entry(
          "/console/directory",
          texts.directory,
          may(seat, "putOrganisation") ? administration.directoryText : administration.directoryReadText,
        ),
        ...entry(
          "/console/register",
          administration.register,
          administration.registerText,
          may(seat, "putOrganisation"),
        ),
        ...entry(
          "/console/import",
          administration.importFile,
          administration.importEntryText,
          may(seat, "putOrganisation"),
        ),
        ...entry("/console/approvals", approvalTexts.title, approvalTexts.text, may(seat, "listApprovals")),
        ...entry(
          "/console/keys",
          administration.endingKeys,
          administration.endingKeysText,
          may(seat, "listEndingKeys"),
        ),
        ...entry(
          "/console/county-webhooks",
          webhookTexts.countyWebhooks,
          webhookTexts.countyWebhooksEntryText,
          may(seat, "listCountyWebhooks"),
        ),
        ...entry(
          "/console/claims",
          claimTexts.title,
          claimTexts.text,
          may(seat, "listClaims") && seat.role !== "committee",
        ),
      ],
    },
    {
      text: administration.rules,
      entries: [
        ...entry("/console/calendars", administration.calendar, administration.calendarText),
        ...entry("/console/law", administration.law, administration.lawText),
        ...entry("/console/tariffs", administration.tariffs, administration.tariffsText, may(seat, "listTariffs")),
        ...entry("/console/templates", templateTexts.title, templateTexts.entryText, readsTemplates(seat)),
      ],
    },
  ];
  return context.html(<AdministrationPage visit={visit} name={own.name} groups={groups} />);
}
