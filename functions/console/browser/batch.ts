// A long table is checked and sent in parts, so that no request takes long; a part that fails can be sent again.

const rowsAtOnce = 50;

/** Makes the form of a table work in parts. Without a script a short one is checked and sent whole. */
export function workInParts(form: HTMLFormElement): void {
  const action = form.action;
  const isWaiting = (row: HTMLElement): boolean => row.dataset["outcome"] === "waiting";
  const rows = (): HTMLElement[] => Array.from(form.querySelectorAll<HTMLElement>("tr[data-outcome]"));
  const status = document.getElementById("batch-status");
  let isBusy = false;

  const work = async (address: string, wanted: HTMLElement[]): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      for (let from = 0; from < wanted.length; from += rowsAtOnce) {
        await send(address, wanted.slice(from, from + rowsAtOnce));
        tell();
      }
    } catch {
      tell(form.dataset["batch"]);
    } finally {
      isBusy = false;
    }
  };
  const send = async (address: string, part: HTMLElement[]): Promise<void> => {
    const body = new URLSearchParams({ part: "yes" });
    const value = (name: string): string =>
      form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`)?.value ?? "";
    for (const name of ["form-token", "form-seat", "columns"]) body.set(name, value(name));
    for (const row of part) body.append("row", row.querySelector<HTMLInputElement>("input[name=row]")?.value ?? "");
    const answer = await fetch(address, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = Array.from(page.querySelectorAll("#batch tr[data-outcome]"));
    // A page of sign-in, or half an answer, is no verdict on these rows.
    if (!answer.ok || told.length !== part.length) throw new Error(`answered ${answer.status}`);
    for (const row of told) document.getElementById(row.id)?.replaceWith(row);
  };
  /** How many rows stand how, and why it stopped. */
  const tell = (why?: string): void => {
    const counts = new Map<string, number>();
    for (const { dataset } of rows()) counts.set(dataset["name"] ?? "", (counts.get(dataset["name"] ?? "") ?? 0) + 1);
    const texts = Array.from(counts, ([name, count]) => `${name} ${count}`);
    if (status !== null) status.textContent = [...texts, ...(why === undefined ? [] : [why])].join(" · ");
  };

  form.addEventListener("submit", (event) => {
    // The file of what failed is an ordinary download.
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    void work(
      action,
      rows().filter((row) => row.querySelector("input[name=row]") !== null),
    );
  });
  void work(action.replace(/send$/, "check"), rows().filter(isWaiting));
}
