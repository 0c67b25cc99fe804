/** Lets the clock of this thread run ahead of the machine's; answers what sets by how many milliseconds. */
export function shiftClock(offsetMs: number): (offsetMs: number) => void {
  let ahead = offsetMs;
  const now = Date.now;
  Date.now = () => now() + ahead;
  const shifted = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [target.now()], newTarget),
    apply: (target) => new target(target.now()).toString(),
  });
  Date.prototype.constructor = shifted;
  globalThis.Date = shifted;
  return (offset) => {
    ahead = offset;
  };
}
