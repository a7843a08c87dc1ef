// The second of two fast taps on the same spot is an echo of the first, also where the first has brought another button
// there: "出发" tapped twice must not be "我到了".

export interface Tap {
  ms: number;
  x: number;
  y: number;
}

const FAST_MS = 350;
const NEAR_PX = 24;

export function isEcho(last: Tap | null, now: Tap): boolean {
  return last !== null && now.ms - last.ms < FAST_MS && Math.hypot(now.x - last.x, now.y - last.y) < NEAR_PX;
}

/** Swallows echoes on every button but those made to be tapped fast (`data-fast`: keypads, steppers). */
export function guardEchoes(): void {
  let last: Tap | null = null;
  document.addEventListener(
    'click',
    (event) => {
      const at = event.target instanceof Element ? event.target.closest('button, [role="button"]') : null;
      if (!at || at.closest('[data-fast]')) return;
      const now = { ms: event.timeStamp, x: event.clientX, y: event.clientY };
      if (isEcho(last, now)) {
        event.stopImmediatePropagation();
        event.preventDefault();
      } else last = now;
    },
    true,
  );
}
