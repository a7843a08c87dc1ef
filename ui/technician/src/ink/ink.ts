// Handwriting as strokes in hundredths of a millimetre, with time and pressure.
import type { InkSent } from '../api/generated';

export type Point = [x: number, y: number, ms: number, pressure: number];
export type Stroke = Point[];

/** 96 CSS pixels are 25.4 mm. */
const PER_PX = (25.4 / 96) * 100;
/** Points nearer than 0.15 mm say nothing new. */
const NEAR = 15;
/** Limits of the ink blob (docs/formats.md); one stroke too many is refused here, not at the seal. */
export const MOST_STROKES = 400;
export const MOST_POINTS = 20_000;
/** Less than 8 mm of ink is a slip of the finger. */
const LEAST_LENGTH = 800;

export function hundredths(px: number): number {
  return Math.max(0, Math.round(px * PER_PX));
}

export function pixels(mm: number): number {
  return mm / PER_PX;
}

/** What a pointer event says of its pressure, in thousandths; 0 where the device cannot tell. */
export function pressure(type: string, raw: number): number {
  const told = type === 'pen' || (type === 'touch' && raw !== 0 && raw !== 0.5 && raw !== 1);
  return told ? Math.min(1000, Math.max(0, Math.round(raw * 1000))) : 0;
}

/** Adds a point unless it lies on the last one. */
export function extend(stroke: Stroke, point: Point): boolean {
  const last = stroke.at(-1);
  if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < NEAR) return false;
  stroke.push(point);
  return true;
}

export function length(strokes: readonly Stroke[]): number {
  let sum = 0;
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i += 1) {
      const [a, b] = [stroke[i - 1]!, stroke[i]!];
      sum += Math.hypot(b[0] - a[0], b[1] - a[1]);
    }
  }
  return sum;
}

export function enough(strokes: readonly Stroke[]): boolean {
  return length(strokes) >= LEAST_LENGTH;
}

export function tooMuch(strokes: readonly Stroke[]): boolean {
  return strokes.length > MOST_STROKES || strokes.reduce((sum, stroke) => sum + stroke.length, 0) > MOST_POINTS;
}

/** The same handwriting in a field of another size: after the phone was turned. */
export function refit(strokes: readonly Stroke[], from: [number, number], to: [number, number]): Stroke[] {
  const scale = Math.min(1, to[0] / from[0], to[1] / from[1]);
  return strokes.map((stroke) => stroke.map(([x, y, ms, force]) => [Math.round(x * scale), Math.round(y * scale), ms, force]));
}

/** As the core takes it: every point inside the field. */
export function inkSent(strokes: readonly Stroke[], field: [number, number]): InkSent {
  const inside = ([x, y, ms, force]: Point): Point => [Math.min(x, field[0]), Math.min(y, field[1]), ms, force];
  return { field, strokes: strokes.filter((stroke) => stroke.length > 0).map((stroke) => stroke.map(inside)) };
}
