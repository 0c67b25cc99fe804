import type { Hono } from "hono";
import type { Label } from "../../shared/domain/codes.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { showAccess } from "./access.tsx";
import { administration } from "./administration-texts.ts";
import { approvalTexts } from "./approval-texts.ts";
import { decideApproval, showApprovals } from "./approvals.tsx";
import { loadCalendar, showCalendar, showThisYear } from "./calendars.tsx";
import { claimTexts } from "./claim-texts.ts";
import { holdWebhook, showCountyWebhooks } from "./county-webhooks.tsx";
import {
  checkAgain,
  checkEarlier,
  checkMonth,
  earlierTemplate,
  newMonth,
  showEarlier,
  storeEarlier,
} from "./earlier.tsx";
import { earlierTexts } from "./earlier-texts.ts";
import { erasureTexts } from "./erasure-texts.ts";
import { addErasures, readsErasures } from "./erasures.tsx";
import type { Sent } from "./forms/step-form.ts";
import { checkImport, importTemplate, newImport, storeImport } from "./import.tsx";
import { addForm, givenBack, keepsAllBut, keepsNothing } from "./kept.ts";
import { addKey, askRevocation, keepsOfKey, offerKey, revokeKey, showEndingKeys, showKeys } from "./keys.tsx";
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
import { loadRules, showRules } from "./rules.tsx";
import { templateTexts } from "./template-texts.ts";
import { addTemplates, readsTemplates } from "./templates.tsx";
import { texts } from "./texts.ts";
import type { Environment, Here } from "./visit.ts";
import { actOnWebhook, askRotation, replayWebhook, rotateSecret, showWebhook } from "./webhook.tsx";
import { changeWebhook, storeWebhook } from "./webhook-change.tsx";
import { webhookTexts } from "./webhook-texts.ts";
import { addWebhook, askRemoval, removeWebhook, showWebhooks } from "./webhooks.tsx";

/** The pages on which organisations, people, keys, webhooks and rules are kept. */
export function addAdministration(app: Hono<Environment>): void {
  app.get("/console/administration", showAdministration);

  addForm(app, "/console/people", showPeople, invite);
  app.post("/console/people/remove", removePerson);
  addForm(app, "/console/webhooks", showWebhooks, addWebhook);
  app.get("/console/webhooks/:endpointId", showWebhook);
  app.post("/console/webhooks/:endpointId/test", (context) => actOnWebhook(context, "testWebhookEndpoint"));
  app.post("/console/webhooks/:endpointId/pause", (context) => actOnWebhook(context, "pauseWebhookEndpoint"));
  app.post("/console/webhooks/:endpointId/resume", (context) => actOnWebhook(context, "resumeWebhookEndpoint"));
  app.post(
    "/console/webhooks/:endpointId/replay",
    givenBack({ page: (address) => address.replace(/\/replay$/, "") }),
    replayWebhook,
  );
  addForm(app, "/console/webhooks/:endpointId/change", changeWebhook, storeWebhook);
  app.get("/console/webhooks/:endpointId/rotate", askRotation);
  app.post("/console/webhooks/:endpointId/rotate", rotateSecret);
  app.get("/console/webhooks/:endpointId/remove", askRemoval);
  app.post("/console/webhooks/:endpointId/remove", removeWebhook);

  app.get("/console/county-webhooks", showCountyWebhooks);
  addForm(app, "/console/register", newOrganisation, registerOrganisation);
  const one = "/console/directory/:organisationId";
  addForm(app, `${one}/change`, changeOrganisation, storeOrganisation);
  for (const act of ["suspend", "reinstate"] as const) {
    app.get(`${one}/${act}`, (context) => askSuspension(context, act));
    app.post(`${one}/${act}`, (context) => setSuspension(context, act));
  }
  addForm(app, `${one}/people`, showPeople, invite);
  app.post(`${one}/people/remove`, removePerson);
  const ofFile = { page: () => "/console/import", keeps: keepsNothing, asksAgain: "file" } as const;
  addForm(app, "/console/import", newImport, checkImport, ofFile);
  app.get("/console/import/:file", importTemplate);
  app.post("/console/import/store", givenBack(ofFile), storeImport);
  addForm(app, "/console/earlier", showEarlier, checkEarlier, { asksAgain: "file" });
  app.get("/console/earlier/template.xlsx", earlierTemplate);
  addForm(app, "/console/earlier/month", newMonth, checkMonth);
  // A month that was typed in comes back in its form; of a sheet, the file is asked for again.
  const ofMonths = {
    page: (_: string, sent: Sent) => `/console/earlier${sent.has("month") ? "/month" : ""}`,
    keeps: keepsAllBut("months"),
    asksAgain: "file",
  } as const;
  app.post("/console/earlier/check", givenBack(ofMonths), checkAgain);
  app.post("/console/earlier/store", givenBack(ofMonths), storeEarlier);
  app.get("/console/approvals", (context) => showApprovals(context));
  app.post("/console/approvals/:approvalId", decideApproval);
  app.get("/console/keys", showEndingKeys);
  addForm(app, `${one}/keys`, showKeys, addKey, { keeps: keepsOfKey, asksAgain: "key" });
  app.post(`${one}/keys/code`, offerKey);
  app.get(`${one}/keys/:keyId/revoke`, askRevocation);
  app.post(`${one}/keys/:keyId/revoke`, revokeKey);
  app.get(`${one}/access`, showAccess);
  const endpoint = `${one}/webhooks/:endpointId`;
  app.post(`${endpoint}/hold`, (context) => holdWebhook(context, "holdWebhookEndpoint"));
  app.post(`${endpoint}/release`, (context) => holdWebhook(context, "releaseWebhookEndpoint"));
  addForm(app, `${one}/limits`, showLimits, setLimits);
  addForm(app, `${one}/mediators`, showMediators, addMediator);
  addForm(app, `${one}/mediators/:mediatorId`, changeMediator, storeMediator);
  for (const act of ["retire", "reinstate"] as const) {
    app.get(`${one}/mediators/:mediatorId/${act}`, (context) => askRetirement(context, act));
    app.post(`${one}/mediators/:mediatorId/${act}`, (context) => setRetirement(context, act));
  }

  app.get("/console/calendars", showThisYear);
  addForm(app, "/console/calendars/:year", showCalendar, loadCalendar);
  for (const kind of ["law", "tariffs"] as const) {
    const show = (context: Here) => showRules(context, kind);
    addForm(app, `/console/${kind}`, show, (context) => loadRules(context, kind), { asksAgain: "file" });
  }
  addTemplates(app);
  addErasures(app);
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
        ...entry(
          "/console/earlier",
          earlierTexts.title,
          earlierTexts.entry,
          may(seat, "putEarlierFigures", { act: "load-figures", county: countyOf(own.divisionCode) }),
        ),
        ...entry("/console/erasures", erasureTexts.title, erasureTexts.entry, readsErasures(seat, own)),
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
