// Times as the company's clock shows them: the device names its offset with the day, and every screen uses that one.
import { ref } from 'vue';

const offset = ref(-new Date().getTimezoneOffset());
/** What the device's clock is ahead of this window's. */
const ahead = ref(0);

export function setClock(nowMs: number, offsetMinutes: number): void {
  offset.value = offsetMinutes;
  ahead.value = nowMs - Date.now();
}

/** Now, by the device. */
export function nowMs(): number {
  return Date.now() + ahead.value;
}

/** A moment as a `Date` whose UTC fields are the local ones. */
export function local(ms: number): Date {
  return new Date(ms + offset.value * 60_000);
}

/** The moment of a local day and minute. */
export function moment(day: number, minutes: number): number {
  return day * 86_400_000 + minutes * 60_000 - offset.value * 60_000;
}

/** Days since the epoch, local. */
export function dayOf(ms: number): number {
  return Math.floor((ms + offset.value * 60_000) / 86_400_000);
}

/** Minutes since local midnight. */
export function minuteOf(ms: number): number {
  const at = local(ms);
  return at.getUTCHours() * 60 + at.getUTCMinutes();
}

export function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** 09:05 */
export function hm(ms: number): string {
  const at = local(ms);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** 10:00–11:00 */
export function span(from: number, to: number): string {
  return `${hm(from)}–${hm(to)}`;
}
