// Where a reading stands on its range bar. Limits come from the standard; whether a kept reading is within them is said
// by the app's core, this only draws.

export interface Range {
  /** Ends of the bar. */
  from: number;
  to: number;
  /** Allowed part, as shares of the bar. */
  okFrom: number;
  okTo: number;
}

function number(text: string | null): number | null {
  if (text === null || !/^-?\d+(\.\d+)?$/.test(text)) return null;
  return Number(text);
}

/** A bar that shows the limits with room outside them, and the reading where it lies far out. */
export function range(least: string | null, most: string | null, value: string | null): Range | null {
  const [low, high, at] = [number(least), number(most), number(value)];
  if (low === null && high === null) return null;
  let from: number;
  let to: number;
  if (low !== null && high !== null) {
    const room = Math.max((high - low) * 0.25, Number.EPSILON);
    [from, to] = [low - room, high + room];
  } else if (high !== null) {
    [from, to] = high > 0 ? [0, high * 2] : [high * 2 - 1, Math.abs(high) + 1];
  } else {
    const bound = low ?? 0;
    [from, to] = bound > 0 ? [0, bound * 1.5] : [bound * 2 - 1, Math.abs(bound) + 1];
  }
  if (at !== null) {
    const room = (to - from) * 0.08;
    if (at > to) to = at + room;
    if (at < from) from = at - room;
  }
  const share = (x: number) => (x - from) / (to - from);
  return { from, to, okFrom: low === null ? 0 : share(low), okTo: high === null ? 1 : share(high) };
}

/** Where the needle stands, 0 to 1; `null` without a number. */
export function needle(bar: Range, value: string): number | null {
  const at = number(value);
  return at === null ? null : Math.min(1, Math.max(0, (at - bar.from) / (bar.to - bar.from)));
}

/** Whether a number that is being typed lies within the plain limits; `null` where it cannot be said yet. */
export function within(least: string | null, most: string | null, value: string): boolean | null {
  const [low, high, at] = [number(least), number(most), number(value)];
  if (at === null || (low === null && high === null)) return null;
  return (low === null || at >= low) && (high === null || at <= high);
}
