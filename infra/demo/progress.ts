export type Progress = { show(label: string, done: number, of: number): void; end(): void };

/** A progress bar on a terminal, a line every tenth elsewhere; silent when told so. Writes to standard error. */
export function createProgress(silent: boolean): Progress {
  const width = 32;
  let lastTenth = "";
  return {
    show(label, done, of) {
      if (silent) return;
      const share = of === 0 ? 1 : done / of;
      if (process.stderr.isTTY) {
        const bar = "█".repeat(Math.round(share * width)).padEnd(width, "░");
        process.stderr.write(`\r${bar} ${String(done).padStart(4)}/${of}  ${label.padEnd(44)}`);
        return;
      }
      const tenth = `${label} ${Math.floor(share * 10) * 10} %`;
      if (tenth !== lastTenth) process.stderr.write(`${tenth}\n`);
      lastTenth = tenth;
    },
    end() {
      if (!silent && process.stderr.isTTY) process.stderr.write(`\r${" ".repeat(width + 60)}\r`);
    },
  };
}
