import { Hono } from "hono";
import { ApiError } from "../../shared/client/errors.ts";
import type { CallerVerb } from "../../shared/domain/verbs.ts";
import { logLine } from "../../shared/runtime/log.ts";
import { ofCase } from "./addresses.ts";
import { addAdministration } from "./administration.tsx";
import { batchTemplate, checkBatch, checkPart, failedRows, newBatch, sendBatch } from "./batch.tsx";
import { addClaims } from "./claims.tsx";
import { showDirectory, showOrganisation } from "./directory.tsx";
import { addFigures } from "./figures.tsx";
import { sentIn } from "./forms/step-form.ts";
import { addForm, broughtBack, givenBack, keepsNothing, keepTyped } from "./kept.ts";
import { countNewWork, showCases, showReadings, showWork } from "./lists.tsx";
import { addOfficial } from "./official.tsx";
import { InvitationPage, NoSignInPage, ProblemPage, SeatPage, SignedOutPage, SignInPage } from "./pages/entry.tsx";
import { refreshSeconds, screenAddress } from "./pages/screen.tsx";
import { TooManyPage } from "./pages/too-many.tsx";
import { announcePaper, completePaper, fetchPaper, showPapers } from "./papers.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { newReferral, sendReferral, showDestination } from "./referrals.tsx";
import { showFound, showSearch } from "./search.tsx";
import { showSheet, showSheetWithParties } from "./sheets.tsx";
import { showCase, showParties, showStep, takeStep, verbNamed } from "./steps.tsx";
import {
  type Environment,
  forgetSession,
  type Here,
  hasSignedOut,
  isFromHere,
  isOwnForm,
  keepLanguage,
  keepSession,
  keepSignIn,
  leadTo,
  NotForYou,
  type Platform,
  pageOf,
  sentHere,
  takeSignIn,
  visitOf,
} from "./visit.ts";

/** The pages. They show and do what the API lets the person see and do, and nothing else. */
export function createConsole(platform: Platform): Hono<Environment> {
  const app = new Hono<Environment>();
  const { style, script } = platform.assets;

  app.use(async (context, next) => {
    context.set("visit", visitOf(context, platform));
    await next();
    for (const [name, value] of Object.entries(headersFor(platform))) context.res.headers.set(name, value);
    // Nobody is near the screen on a wall to ask again.
    const isBroken = context.res.status >= 500 && context.req.path === screenAddress;
    if (isBroken) context.res.headers.set("Refresh", String(refreshSeconds));
    if (!context.res.headers.has("Cache-Control")) context.res.headers.set("Cache-Control", "no-store");
  });
  app.onError((error, context) =>
    isSessionOver(error) ? signInFirst(context, platform, true) : pageOfProblem(error, context),
  );
  app.notFound((context) => problemPage(context, "notFound", "notFoundText", 404));

  for (const { path, body, type } of [style, script]) {
    app.get(path, () => new Response(body, { headers: { "Content-Type": type, "Cache-Control": immutable } }));
  }
  app.get("/console", (context) => context.redirect(context.get("visit").link("/console/work"), 302));
  app.post("/console/language", async (context) => {
    const sent = await sentHere(context);
    keepLanguage(context, sent.get("language")?.[0] === "en" ? "en" : "zh");
    const referer = context.req.header("referer") ?? "";
    const from = URL.canParse(referer) ? new URL(referer) : undefined;
    const page = pageOf(`${from?.pathname ?? ""}${from?.search ?? ""}`.replace(/^.*?(?=\/console\/)/, ""));
    return context.redirect(context.get("visit").link(page), 303);
  });

  app.get("/console/sign-in", (context) => {
    const visit = context.get("visit");
    if (platform.issuer === "") return context.html(<NoSignInPage visit={visit} />);
    const { returnTo = "", over, again } = context.req.query();
    return context.html(
      <SignInPage visit={visit} returnTo={pageOf(returnTo)} over={over !== undefined} again={again !== undefined} />,
    );
  });
  app.post("/console/sign-in", async (context) => {
    const { client } = context.get("visit");
    const sent = await sentHere(context);
    const { body } = await client.beginSignIn({ body: { again: sent.has("again") || hasSignedOut(context) } });
    keepSignIn(context, body.signInId, pageOf(sent.get("returnTo")?.[0] ?? ""));
    return context.redirect(body.url, 303);
  });
  app.get("/console/signed-in", async (context) => {
    const { client, link } = context.get("visit");
    const begun = takeSignIn(context);
    const { code, state, iss } = context.req.query();
    if (begun === undefined || code === undefined || state === undefined) {
      return problemPage(context, "signIn", "badFormText", 400);
    }
    const answer = { code, state, ...(iss === undefined ? {} : { iss }) };
    const { body } = await client.finishSignIn({ params: { signInId: begun.signInId }, body: answer });
    keepSession(context, body.secret);
    return context.redirect(link(begun.returnTo), 303);
  });
  app.get("/console/signed-out", (context) => context.html(<SignedOutPage visit={context.get("visit")} />));

  // Asked by a page that stays open: the person does not count as present for it.
  app.get("/console/work/count", countNewWork);

  // From here on somebody is signed in.
  app.use("/console/*", async (context, next) => {
    const visit = context.get("visit");
    if (visit.secret === undefined) return signInFirst(context, platform);
    const { body: session } = await visit.client.showSession();
    context.set("visit", { ...visit, session, ...(await broughtBack(context, platform)) });
    return next();
  });
  app.post("/console/alive", () => new Response(null, { status: 204 }));
  app.use("/console/*", async (context, next) => {
    if (context.req.method !== "POST") return next();
    const sent = await sentIn(context.req);
    const visit = context.get("visit");
    context.set("visit", { ...visit, sent });
    const isOwn = isOwnForm(context, visit, sent.get("form-token")?.[0]);
    if (!isOwn && !isFromHere(context)) return problemPage(context, "badForm", "badFormText", 403);
    const seat = visit.session?.seat?.organisationId ?? "";
    if (sent.get("form-seat")?.[0] !== seat) return problemPage(context, "badForm", "otherSeat", 409);
    if (isOwn) return next();
    // A page of ours from before the person signed in again, in another tab: nothing is done, and what was typed stays.
    const page = await keepTyped(context, platform);
    if (page === undefined) return problemPage(context, "badForm", "badFormText", 403);
    return context.redirect(visit.link(page), 303);
  });

  app.post("/console/sign-out", async (context) => {
    const { client, link } = context.get("visit");
    const { body } = await client.endSession();
    forgetSession(context);
    return context.redirect(body.url ?? link("/console/signed-out"), 303);
  });
  app.get("/console/seat", (context) => context.html(<SeatPage visit={context.get("visit")} />));
  app.post("/console/seat", async (context) => {
    const { client, link } = context.get("visit");
    const sent = await sentHere(context);
    const { body } = await client.chooseSeat({ body: { organisationId: sent.get("organisationId")?.[0] ?? "" } });
    keepSession(context, body.secret);
    return context.redirect(link("/console/work"), 303);
  });
  const redeem = async (context: Here): Promise<Response> => {
    const visit = context.get("visit");
    const sent = await sentHere(context);
    try {
      const { body } = await visit.client.redeemInvitation({ body: { code: sent.get("code")?.[0] ?? "" } });
      keepSession(context, body.secret);
      return context.redirect(visit.link("/console/work"), 303);
    } catch (error) {
      if (!(error instanceof ApiError) || ![403, 409, 422].includes(error.status)) throw error;
      // A code that is no code at all is told as one that is not known.
      const wrong = error.status === 422 ? "invitation-unknown" : error.code;
      return context.html(<InvitationPage visit={visit} wrong={problemText(wrong, visit.language)} />, 422);
    }
  };
  const invited = (context: Here) => context.html(<InvitationPage visit={context.get("visit")} />);
  addForm(app, "/console/invitation", invited, redeem, { keeps: keepsNothing, asksAgain: "code" });

  // From here on the person acts for an organisation.
  app.use("/console/*", async (context, next) => {
    const { session, link } = context.get("visit");
    if (session?.seat !== undefined) return next();
    return context.redirect(link(session?.seats.length === 0 ? "/console/invitation" : "/console/seat"), 303);
  });
  app.get("/console/work", showWork);
  app.get("/console/cases", showCases);
  app.get("/console/cases/:caseId/readings", (context) => showReadings(context, context.req.param("caseId")));
  app.get("/console/cases/:caseId/papers", showPapers);
  app.post("/console/cases/:caseId/papers", givenBack({ asksAgain: "file" }), async (context) =>
    announcePaper(context, await sentHere(context)),
  );
  app.get("/console/cases/:caseId/papers/:documentId", fetchPaper);
  app.post("/console/cases/:caseId/papers/:documentId/complete", completePaper);
  addOfficial(app);
  app.get(
    "/console/cases/:caseId/print/:sheet",
    async (context) => (await showSheet(context)) ?? problemPage(context, "notFound", "notFoundText", 404),
  );
  app.post(
    "/console/cases/:caseId/print/case",
    givenBack({ page: (address) => address.replace(/\/print\/case$/, "") }),
    async (context) => (await showSheetWithParties(context, await sentHere(context))) ?? askedWhy(context),
  );
  app.get("/console/cases/:caseId", (context) => showCase(context, context.req.param("caseId")));
  app.post(
    "/console/cases/:caseId/parties",
    givenBack({ page: (address) => address.replace(/\/parties$/, "") }),
    async (context) => {
      const sent = await sentHere(context);
      const reason = sent.get("reason")?.[0]?.trim() ?? "";
      return (await showParties(context, context.req.param("caseId"), reason)) ?? askedWhy(context);
    },
  );
  const step =
    (act: (context: Here, caseId: string, verb: CallerVerb) => Promise<Response>) =>
    (context: Here): Response | Promise<Response> => {
      const verb = verbNamed(context.req.param("verb"));
      if (verb === undefined) return problemPage(context, "notFound", "notFoundText", 404);
      return act(context, ofCase(context).caseId, verb);
    };
  addForm(app, "/console/cases/:caseId/:verb", step(showStep), step(takeStep));

  addForm(app, "/console/search", showSearch, showFound);
  app.get("/console/directory", showDirectory);
  app.get("/console/directory/:organisationId", showOrganisation);
  addAdministration(app);
  addFigures(app);
  addClaims(app);
  const ofFile = { page: () => "/console/batch", keeps: keepsNothing, asksAgain: "file" } as const;
  addForm(app, "/console/batch", newBatch, checkBatch, ofFile);
  app.get("/console/batch/template.xlsx", batchTemplate);
  app.post("/console/batch/check", async (context) => checkPart(context, await sentHere(context)));
  app.post("/console/batch/send", givenBack(ofFile), async (context) => sendBatch(context, await sentHere(context)));
  app.post("/console/batch/failed", givenBack(ofFile), async (context) => failedRows(context, await sentHere(context)));
  app.post("/console/new/destination", async (context) => showDestination(context, await sentHere(context)));
  addForm(app, "/console/new", newReferral, sendReferral);
  return app;
}

/** A coordinator says why before it sees parties. */
function askedWhy(context: Here) {
  const visit = context.get("visit");
  const back = { href: `/console/cases/${ofCase(context).caseId}`, text: say(visit, "backToCase") };
  return context.html(
    <ProblemPage visit={visit} title={say(visit, "failed")} text={say(visit, "sayWhy")} back={back} />,
    422,
  );
}

const immutable = "public, max-age=31536000, immutable";
// The form of signing in leads on to the provider, and a browser looks at where a form leads in the end.
const headersFor = ({ issuer, bucketOrigin }: Platform) => ({
  "Content-Security-Policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ${bucketOrigin}; form-action 'self' ${issuer === "" ? "" : new URL(issuer).origin}; base-uri 'none'; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
});

// The console calls with the cookie alone: where that is no session at all, the person signs in as well.
const isSessionOver = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** Leads to sign-in, and from there back to the page; of a form, to the one on which what was typed comes back. */
async function signInFirst(context: Here, platform: Platform, over = false): Promise<Response> {
  const { method, path } = context.req;
  const page = ["GET", "HEAD"].includes(method) ? path : await keepTyped(context, platform);
  const returnTo = page === undefined ? "" : `returnTo=${encodeURIComponent(page)}`;
  const address = `/console/sign-in?${returnTo}${over ? "&over=yes" : ""}`;
  return context.redirect(context.get("visit").link(address), 303);
}

function problemPage(
  context: Here,
  title: Parameters<typeof say>[1],
  text: Parameters<typeof say>[1],
  status: 400 | 403 | 404 | 409 | 422,
) {
  const visit = context.get("visit");
  return context.html(<ProblemPage visit={visit} title={say(visit, title)} text={say(visit, text)} />, status);
}

/** A problem of the API, or of ours, as a page: what happened and what to do, never how it is called inside. */
function pageOfProblem(error: unknown, context: Here): Response | Promise<Response> {
  const visit = context.get("visit");
  const requestId = context.env.requestContext?.requestId ?? "";
  if (error instanceof NotForYou) {
    const text = problemText("not-found", visit.language);
    return context.html(<ProblemPage visit={visit} title={say(visit, "notShown")} text={text} />, 404);
  }
  if (error instanceof ApiError && error.code === "second-person-required") {
    return leadTo(context, "/console/approvals", "waiting");
  }
  if (error instanceof ApiError && error.code === "too-many-requests") {
    const { pathname, search } = new URL(context.req.url);
    context.header("Retry-After", String(error.retryAfterSeconds ?? 60));
    return context.html(<TooManyPage visit={visit} address={`${pathname}${search}`} sent={visit.sent} />, 429);
  }
  if (error instanceof ApiError && error.status < 500) {
    const text = problemText(error.problem.code, visit.language);
    const isAbsent = error.status === 404;
    const title = say(visit, isAbsent ? "notShown" : "refused");
    return context.html(<ProblemPage visit={visit} title={title} text={text} />, isAbsent ? 404 : 403);
  }
  logLine({
    unit: "error",
    outcome: "failed",
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    requestId,
  });
  const isIssuer = error instanceof ApiError && error.code === "issuer-unavailable";
  const text = isIssuer ? problemText("issuer-unavailable", visit.language) : say(visit, "failedText");
  return context.html(
    <ProblemPage visit={visit} title={say(visit, "failed")} text={text} requestId={requestId} />,
    503,
  );
}
