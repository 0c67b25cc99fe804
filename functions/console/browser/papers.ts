import { paperBytesAtMost, paperTypeOf } from "../../../shared/domain/paper-types.ts";
import type { UploadWord } from "../upload-words.ts";
import { readable } from "./picture.ts";

// Adds papers to a case: each file is hashed here, announced to the platform, and sent straight to the bucket.

type Ticket = { documentId: string; uploadUrl: string; headers: Record<string, string> };
type Words = Readonly<Record<UploadWord, string>>;
/** One file on its way; what was reached already is not done again when it is tried once more. */
type Upload = {
  kind: string;
  /** The draft of which it is the signed one; empty where it is of none. */
  draft: string;
  file: File;
  line: Line;
  ticket?: Ticket;
  isSent: boolean;
  isCancelled: boolean;
  request?: XMLHttpRequest;
};
type Line = { say: (text: string) => void; progress: HTMLProgressElement; button: HTMLButtonElement };

const atOnce = 3;

/** Makes the form work, which is hidden where no script runs. */
export function addPapers(form: HTMLFormElement): void {
  const words: Words = JSON.parse(form.dataset["papers"] ?? "{}");
  const list = document.getElementById("uploads");
  const inputs = Array.from(form.querySelectorAll<HTMLInputElement>("input[type=file]"));
  const waiting: Upload[] = [];
  let running = 0;
  let failed = 0;

  const goOn = (): void => {
    while (running < atOnce && waiting.length > 0) {
      const upload = waiting.shift();
      if (upload === undefined) return;
      running += 1;
      void send(upload).then((isDone) => {
        running -= 1;
        failed += isDone ? 0 : 1;
        if (running + waiting.length + failed === 0) window.location.reload();
        else goOn();
      });
    }
  };
  const enqueue = (upload: Upload): void => {
    upload.isCancelled = false;
    upload.line.say(words.waiting);
    upload.line.button.textContent = words.cancel;
    upload.line.button.onclick = () => {
      const at = waiting.indexOf(upload);
      if (at >= 0) {
        waiting.splice(at, 1);
        failed += 1;
        offerAgain(upload, words.cancelled);
        return;
      }
      upload.isCancelled = true;
      upload.request?.abort();
    };
    waiting.push(upload);
    goOn();
  };
  const offerAgain = (upload: Upload, why: string): void => {
    upload.line.say(why);
    upload.line.button.textContent = words.retry;
    upload.line.button.onclick = () => {
      failed -= 1;
      enqueue(upload);
    };
  };

  /** Answers whether the paper is in the file; where it is not, the line says why, and offers to try it again. */
  const send = async (upload: Upload): Promise<boolean> => {
    const { line } = upload;
    try {
      if (!upload.isSent) {
        line.say(words.reading);
        const bytes = await readable(upload.file);
        const type = paperTypeOf(bytes.name);
        if (type === undefined) return refuse(upload, words.wrongType);
        if (bytes.size > paperBytesAtMost) return refuse(upload, words.tooLarge);
        const facts = {
          kind: upload.kind,
          draft: upload.draft,
          name: bytes.name,
          contentType: type,
          sizeBytes: String(bytes.size),
        };
        const ticket: Ticket = await ask(form.action, { ...facts, sha256: await sha256(bytes) });
        upload.ticket = ticket;
        if (upload.isCancelled) throw new Cancelled();
        line.say(words.sending);
        await put(upload, ticket, bytes);
        upload.isSent = true;
      }
      await ask(`${form.action}/${upload.ticket?.documentId}/complete`, {});
      line.say(words.done);
      line.progress.value = 1;
      line.button.remove();
      return true;
    } catch (error) {
      // Bytes that are not what was announced are sent again.
      if (error instanceof Refused) upload.isSent = false;
      offerAgain(
        upload,
        error instanceof Cancelled ? words.cancelled : error instanceof Refused ? error.message : words.broken,
      );
      return false;
    }
  };
  const refuse = ({ line }: Upload, why: string): false => {
    line.say(why);
    line.button.remove();
    return false;
  };

  /** Asks the page's own address, with what every form of this session carries. Throws `Refused` with words for people. */
  const ask = async (address: string, fields: Record<string, string>): Promise<Ticket> => {
    const body = new URLSearchParams(fields);
    for (const name of ["form-token", "form-seat"]) {
      body.set(name, form.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? "");
    }
    const answer = await fetch(address, { method: "POST", body });
    // A page instead of an answer: the session is over, or the person signed in again in another tab.
    const isAnswer = answer.headers.get("Content-Type")?.startsWith("application/json") === true;
    if (answer.redirected || (!isAnswer && answer.status < 500)) throw new Refused(words.signedOut);
    const told: Ticket & { problem?: string } = await answer.json();
    if (!answer.ok) throw new Refused(told.problem ?? words.broken);
    return told;
  };

  form.hidden = false;
  // The choice of a draft is the choice of its kind.
  const draft = form.querySelector<HTMLSelectElement>("select[name=draft]");
  draft?.addEventListener("change", () => {
    const kind = form.querySelector<HTMLSelectElement>("select[name=kind]");
    const of = draft.selectedOptions[0]?.dataset["kind"];
    if (kind !== null && of !== undefined) kind.value = of;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [kind, draft] = [chosenIn(form, "kind"), chosenIn(form, "draft")];
    for (const input of inputs) {
      for (const file of Array.from(input.files ?? [])) {
        const line = lineFor(file.name);
        list?.append(line.item);
        enqueue({ kind, draft, file, line, isSent: false, isCancelled: false });
      }
      input.value = "";
    }
  });
}

const chosenIn = (form: HTMLFormElement, name: string): string =>
  form.querySelector<HTMLSelectElement>(`select[name=${name}]`)?.value ?? "";

class Refused extends Error {}
class Cancelled extends Error {}

function lineFor(name: string): Line & { item: HTMLLIElement } {
  const item = document.createElement("li");
  const state = document.createElement("span");
  const progress = document.createElement("progress");
  const button = document.createElement("button");
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", name);
  button.type = "button";
  const title = document.createElement("b");
  title.textContent = name;
  item.append(title, " ", state, " ", progress, " ", button);
  return { item, progress, button, say: (text) => (state.textContent = text) };
}

/** Sends the bytes to their signed address. Throws `Cancelled`, or `Error` where the way broke off. */
const put = (upload: Upload, { uploadUrl, headers }: Ticket, bytes: File): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    upload.request = request;
    request.open("PUT", uploadUrl);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => (upload.line.progress.value = total === 0 ? 0 : loaded / total);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new Error(`the bucket answered ${request.status}`));
    request.onerror = () => reject(new Error("the way to the bucket broke off"));
    request.onabort = () => reject(new Cancelled());
    request.send(bytes);
  });

async function sha256(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
