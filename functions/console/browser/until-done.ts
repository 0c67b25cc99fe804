const everyFewSeconds = 5_000;

/** Shows the page again once what it says is running does not run any more. Where no script runs, a link on it asks. */
export function watchUntilDone(running: HTMLElement): void {
  const look = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if ((answer.ok || answer.status === 404) && page.getElementById(running.id) === null) window.location.reload();
  };
  window.setInterval(() => void look().catch(() => undefined), everyFewSeconds);
}
