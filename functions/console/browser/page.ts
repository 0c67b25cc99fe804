import { workInParts } from "./batch.ts";
import { watchNewWork } from "./new-work.ts";
import { addPapers } from "./papers.ts";
import { watchUntilDone } from "./until-done.ts";

// The additions to a page where scripts run; without them everything but adding papers still works.

/** Each form is sent once, however often its button is pressed. */
document.addEventListener("submit", (event) => {
  const { target } = event;
  if (!(target instanceof HTMLFormElement) || event.defaultPrevented) return;
  // A download leaves the page as it is.
  if (event.submitter?.hasAttribute("formaction")) return;
  if (target.dataset["sent"] === "yes") {
    event.preventDefault();
    return;
  }
  target.dataset["sent"] = "yes";
});

// A page that the browser kept while another one was open is asked for again: it may be out of date, or nobody may be signed in.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

document.getElementById("errors")?.focus();
// After a search among organisations the eyes and the keyboard go on where it was asked for.
document.querySelector<HTMLElement>("[data-found] input")?.focus();

const newWork = document.getElementById("new-work");
if (newWork !== null) watchNewWork(newWork);

const running = document.getElementById("running");
if (running !== null) watchUntilDone(running);

const loadedAt = Date.now();
// A time that is now is said by one press; by the clock of the platform, whatever that of this machine says.
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-now]")) {
  const input = document.getElementById(button.dataset["for"] ?? "");
  const shown = Date.parse(`${button.dataset["now"]}Z`);
  if (!(input instanceof HTMLInputElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    input.value = new Date(shown + Date.now() - loadedAt).toISOString().slice(0, 16);
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  });
}

const print = document.querySelector("[data-print]");
if (print instanceof HTMLButtonElement) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// While somebody types, the session goes on.
const fiveMinutes = 300_000;
let touchedAt = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - touchedAt < fiveMinutes) return;
  touchedAt = Date.now();
  const style = document.querySelector('link[rel="stylesheet"]')?.getAttribute("href") ?? "";
  void fetch(`${style.split("/console/")[0]}/console/alive`, { method: "POST" });
});

// Where a referral would go is looked up while it is filled in.
const live = document.querySelector("form[data-live]");
const pause = 400;
if (live instanceof HTMLFormElement) {
  let waiting: number | undefined;
  let asked = 0;
  const look = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    const body = new URLSearchParams();
    new FormData(live).forEach((value, name) => {
      if (typeof value === "string") body.append(name, value);
    });
    const answer = await fetch(live.dataset["live"] ?? "", { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("foreseen");
    // An answer that another one has overtaken is about what is no longer there.
    if (!answer.ok || own !== asked || page === null) return;
    for (const told of document.querySelectorAll(".field > [data-of]")) told.remove();
    document.getElementById("foreseen")?.replaceWith(page);
    for (const told of page.querySelectorAll<HTMLElement>("[data-of]")) {
      const field = document.getElementById(told.dataset["of"] ?? "")?.closest(".field");
      if (field?.querySelector(".error") === null) field.append(told);
    }
  };
  live.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void look().catch(() => undefined), pause);
  });
}

const papers = document.querySelector("form[data-papers]");
if (papers instanceof HTMLFormElement) addPapers(papers);

const batch = document.querySelector("form[data-batch]");
if (batch instanceof HTMLFormElement) workInParts(batch);
const scripted = document.querySelector<HTMLInputElement>("input[name=scripted]");
if (scripted !== null) scripted.value = "yes";
