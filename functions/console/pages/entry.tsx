import type { FC } from "hono/jsx";
import { Form, Message, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** Where a person signs in; `over`: a session was, and is no more. */
export const SignInPage: FC<{ visit: Visit; returnTo: string; over: boolean; again: boolean }> = ({
  visit,
  returnTo,
  over,
  again,
}) => (
  <Message visit={visit} title={say(visit, "signIn")}>
    <p>{say(visit, over ? "sessionOver" : "signInIntro")}</p>
    {/[?&]kept=yes$/.test(returnTo) && <p>{say(visit, "keptUntilSignIn")}</p>}
    <form method="post" action={visit.link("/console/sign-in")}>
      <input type="hidden" name="returnTo" value={returnTo} />
      {again && <input type="hidden" name="again" value="yes" />}
      <button type="submit" class="primary">
        {say(visit, "signIn")}
      </button>
    </form>
  </Message>
);

/** Where no provider is set, nobody can sign in. */
export const NoSignInPage: FC<{ visit: Visit }> = ({ visit }) => (
  <Message visit={visit} title={say(visit, "signIn")}>
    <p>{say(visit, "noIssuer")}</p>
  </Message>
);

/** After signing out. It begins no sign-in by itself. */
export const SignedOutPage: FC<{ visit: Visit }> = ({ visit }) => (
  <Message visit={visit} title={say(visit, "signedOut")}>
    <p>{say(visit, "signedOutText")}</p>
    <p>
      <a class="button" href={visit.link("/console/sign-in?again=yes")}>
        {say(visit, "signIn")}
      </a>
    </p>
  </Message>
);

/** One field: the code that the organisation gave. */
export const InvitationPage: FC<{ visit: Visit; wrong?: string }> = ({ visit, wrong }) => {
  const title = say(visit, "invitationTitle");
  return (
    <Message visit={visit} title={wrong === undefined ? title : `${say(visit, "wrong")}${title}`}>
      <p>{say(visit, "invitationText")}</p>
      <Form visit={visit} action="/console/invitation">
        <div class={wrong === undefined ? "field" : "field wrong"}>
          <label for="code">{say(visit, "invitation")}</label>
          <input id="code" name="code" autocomplete="off" autocapitalize="characters" maxlength={20} />
          {wrong !== undefined && <p class="error">{wrong}</p>}
        </div>
        <button type="submit" class="primary">
          {say(visit, "enter")}
        </button>
      </Form>
    </Message>
  );
};

/** Which of the organisations a person acts for. */
export const SeatPage: FC<{ visit: Visit }> = ({ visit }) => (
  <Message visit={visit} title={say(visit, "chooseSeat")}>
    <p>{say(visit, "chooseSeatText")}</p>
    <Form visit={visit} action="/console/seat" class="stack">
      {(visit.session?.seats ?? []).map(({ organisationId, organisationName }) => (
        <button type="submit" name="organisationId" value={organisationId}>
          {organisationName}
        </button>
      ))}
    </Form>
  </Message>
);

/** What went wrong, what to do, and the number under which the operator finds it. */
export const ProblemPage: FC<{
  visit: Visit;
  title: string;
  text: string;
  requestId?: string;
  /** Where it leads back to; the list of work where it says nothing else. */
  back?: { href: string; text: string };
}> = ({ visit, title, text, requestId, back = { href: "/console/work", text: say(visit, "work") } }) => (
  <Message visit={visit} title={title}>
    <p>{text}</p>
    {requestId !== undefined && requestId !== "" && <p class="dim">{requestId}</p>}
    <p>
      <a href={visit.link(back.href)}>{back.text}</a>
    </p>
  </Message>
);
