const everyMinute = 60_000;

/** Says that there is more work than the page shows. It moves no row: the person decides when to look. */
export function watchNewWork(notice: HTMLElement): void {
  const shown = Number(notice.dataset["total"]);
  const words = notice.querySelector<HTMLElement>("[data-words]");
  const look = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    const answer = await fetch(notice.dataset["from"] ?? "");
    if (!answer.ok) return;
    const { total }: { total: number } = await answer.json();
    notice.hidden = total <= shown;
    if (words !== null) words.textContent = (words.dataset["words"] ?? "").replace("{n}", String(total - shown));
  };
  window.setInterval(() => void look().catch(() => undefined), everyMinute);
}
