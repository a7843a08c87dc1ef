// What is drawn on a shot: whole thousandths of the upright picture on the wire, the picture's own pixels where it is drawn.
import type { Mark } from '../api/generated';

export type Point = [x: number, y: number];
export type Tool = Mark['kind'];
/** Marks that are two points. */
export type Dragged = Exclude<Mark, { kind: 'text' }>;
export type Written = Extract<Mark, { kind: 'text' }>;

export interface Size {
  width: number;
  height: number;
}
export interface Box extends Size {
  x: number;
  y: number;
}

const WHOLE = 1000;
/** A shorter pull than this was a slip of the finger. As all lengths below in thousandths of the picture's longer side. */
const SLIP = 15;
/** No ring and no blur is narrower. */
const LEAST = 30;
/** The most marks of one shot, and the most letters of one text. */
export const MOST_MARKS = 100;
export const MOST_LETTERS = 60;

// What follows is how `media` burns marks in (crates/media/src/photo/edit), so that one sees what one gets.
/** A stroke, and the stroke with the white on both its sides. */
export const STROKE = 6;
export const HALO = STROKE * 1.7;
const HEAD_LENGTH = STROKE * 5;
const HEAD_HALF = STROKE * 2.2;
/** The height of a Han letter; lines, margins and outlines are so many of it. */
const LETTER = 30;
export const LINE = 1.3;
export const OUTLINE = 0.09;
const MARGIN = 0.3;
/** The least side of a blur's cell, also in pixels; a blur has two across its shorter side. */
const CELL = 15;
const CELL_PIXELS = 24;
const CELLS = 2;
/** A JPEG is coded in squares of so many pixels, and a blur covers whole ones. */
const UNIT = 16;

/** Where `object-fit: contain` puts a picture in a box. */
export function contained(box: Size, picture: Size): Box {
  if (box.width <= 0 || box.height <= 0 || picture.width <= 0 || picture.height <= 0) return { x: 0, y: 0, width: 0, height: 0 };
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: (box.width - width) / 2, y: (box.height - height) / 2, width, height };
}

/** A pointer's place on a picture that is shown in `shown`; beside it is its edge. */
export function thousandths(x: number, y: number, shown: Box): Point {
  const part = (at: number, from: number, of: number) => (of > 0 ? Math.min(WHOLE, Math.max(0, Math.round(((at - from) / of) * WHOLE))) : 0);
  return [part(x, shown.x, shown.width), part(y, shown.y, shown.height)];
}

export function inPixels([x, y]: Point, picture: Size): Point {
  return [(x / WHOLE) * picture.width, (y / WHOLE) * picture.height];
}

/** So many thousandths of the longer side, in pixels. */
export function measure(thousandthsOf: number, picture: Size): number {
  return (thousandthsOf / WHOLE) * Math.max(picture.width, picture.height);
}

/** A stretch from the lesser to the greater end, at least so long, inside the picture. */
function stretch(a: number, b: number, least: number): Point {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const lack = Math.max(0, least - (high - low));
  const from = Math.min(Math.max(0, low - Math.floor(lack / 2)), WHOLE - least);
  return [from, Math.max(high, from + least)];
}

/** The upper left and the lower right corner, whichever way it was drawn. */
export function corners(a: Point, b: Point, picture: Size): [Point, Point] {
  const least = (side: number) => Math.min(WHOLE, Math.ceil((measure(LEAST, picture) / Math.max(1, side)) * WHOLE));
  const [left, right] = stretch(a[0], b[0], least(picture.width));
  const [top, bottom] = stretch(a[1], b[1], least(picture.height));
  return [[left, top], [right, bottom]];
}

/** What a pull from one point to another draws; nothing if it was a slip. */
export function dragged(tool: Dragged['kind'], from: Point, to: Point, picture: Size): Dragged | null {
  const [a, b] = [inPixels(from, picture), inPixels(to, picture)];
  if (Math.hypot(b[0] - a[0], b[1] - a[1]) < measure(SLIP, picture)) return null;
  if (tool === 'arrow') return { kind: 'arrow', from, to };
  const [first, second] = corners(from, to, picture);
  return { kind: tool, from: first, to: second };
}

/** The box of a ring, in pixels. */
export function boxOf(mark: { from: Point; to: Point }, picture: Size): Box {
  const [[x, y], [right, bottom]] = [inPixels(mark.from, picture), inPixels(mark.to, picture)];
  return { x, y, width: right - x, height: bottom - y };
}

/** An arrow's head, in pixels: its point, the two corners behind it, and the neck between them where the shaft ends. */
export function head(mark: { from: Point; to: Point }, picture: Size): { tip: Point; left: Point; right: Point; neck: Point } {
  const [tail, tip] = [inPixels(mark.from, picture), inPixels(mark.to, picture)];
  const length = Math.max(1, Math.hypot(tip[0] - tail[0], tip[1] - tail[1]));
  const [x, y] = [(tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length];
  const [long, half] = [measure(HEAD_LENGTH, picture), measure(HEAD_HALF, picture)];
  const neck: Point = [tip[0] - x * long, tip[1] - y * long];
  return { tip, left: [neck[0] - y * half, neck[1] + x * half], right: [neck[0] + y * half, neck[1] - x * half], neck };
}

/** Where the shaft of an arrow begins and ends, in pixels; one no longer than its head has none. */
export function shaft(mark: { from: Point; to: Point }, picture: Size): [Point, Point] | null {
  const [tail, { tip, neck }] = [inPixels(mark.from, picture), head(mark, picture)];
  return Math.hypot(tip[0] - tail[0], tip[1] - tail[1]) > measure(HEAD_LENGTH, picture) ? [tail, neck] : null;
}

/** How broad words are, in letters: Han and full-width signs take one, others a little over a half. */
export function breadth(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign >= '\u2e80' ? 1 : 0.58), 0);
}

/** Words as lines no broader than so many letters: between any two Han, else at blanks. */
export function wrapped(text: string, widest: number): string[] {
  const lines = [''];
  for (const part of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/gu) ?? []) {
    const last = lines.length - 1;
    if (lines[last] !== '' && breadth((lines[last] + part).trimEnd()) > widest) lines.push(part.trimStart());
    else lines[last] += part;
  }
  return lines.map((line) => line.trimEnd());
}

export interface Label extends Box {
  lines: string[];
  /** The height of a letter. */
  letter: number;
}

/** Words with their upper left at a spot, in pixels; moved inside where they would stick out. */
export function label(mark: Written, picture: Size): Label {
  const letter = measure(LETTER, picture);
  const [margin, [x, y]] = [MARGIN * letter, inPixels(mark.at, picture)];
  const widest = Math.min(picture.width - 2 * margin, Math.max(picture.width - margin - x, picture.width / 2));
  const lines = wrapped(mark.text, widest / letter);
  const [width, height] = [Math.max(...lines.map(breadth), 1) * letter, lines.length * LINE * letter];
  const inside = (at: number, own: number, whole: number) => Math.max(margin, Math.min(at, whole - margin - own));
  return { x: inside(x, width, picture.width), y: inside(y, height, picture.height), width, height, lines, letter };
}

/** Where words begin that a finger puts somewhere: their first line is level with it. */
export function besideFinger([x, y]: Point, picture: Size): Point {
  const up = ((LINE / 2) * measure(LETTER, picture) * WHOLE) / Math.max(1, picture.height);
  return [x, Math.max(0, Math.round(y - up))];
}

function holds(box: Box, [x, y]: Point): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** The words at a spot, the last written on top; −1 where there are none. */
export function writtenAt(marks: readonly Mark[], spot: Point, picture: Size): number {
  const at = inPixels(spot, picture);
  return marks.reduce((found, mark, index) => (mark.kind === 'text' && holds(label(mark, picture), at) ? index : found), -1);
}

/** The least side of a blur's cell, in pixels. */
function cell(picture: Size): number {
  return Math.max(CELL_PIXELS, Math.floor(measure(CELL, picture)));
}

/** What a blur covers, in pixels: a little more than its box. */
export function covered(mark: { from: Point; to: Point }, picture: Size): Box {
  const least = CELLS * cell(picture);
  const side = (a: number, b: number, whole: number): Point => {
    const [low, high] = [Math.floor((Math.min(a, b) * whole) / WHOLE), Math.ceil((Math.max(a, b) * whole) / WHOLE)];
    const from = Math.min(Math.max(0, low - Math.ceil(Math.max(0, least - (high - low)) / 2)), Math.max(0, whole - least));
    return [Math.floor(from / UNIT) * UNIT, Math.min(whole, Math.ceil(Math.max(high, from + least) / UNIT) * UNIT)];
  };
  const [[x, right], [y, bottom]] = [side(mark.from[0], mark.to[0], picture.width), side(mark.from[1], mark.to[1], picture.height)];
  return { x, y, width: right - x, height: bottom - y };
}

/** How many colours of a blur are left, across and down. */
export function cells(box: Size, picture: Size): Point {
  const side = Math.max(cell(picture), Math.floor(Math.min(box.width, box.height) / CELLS));
  return [Math.max(1, Math.floor(box.width / side)), Math.max(1, Math.floor(box.height / side))];
}

/** As the core takes them: words that were begun and not written are none. */
export function sent(marks: readonly Mark[]): Mark[] {
  return marks.map((mark) => (mark.kind === 'text' ? { ...mark, text: mark.text.trim() } : mark)).filter((mark) => mark.kind !== 'text' || mark.text !== '');
}
