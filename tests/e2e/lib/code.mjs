// Codes as pictures: the office's, drawn from its SVG as somebody's photo of the screen, and the bars of a label.
import { crc32, deflateSync } from 'node:zlib';

/** Pixels a module. */
const MODULE = 6;

function chunk(kind, bytes) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), bytes]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function png(width, height, gray) {
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(1 + width);
    for (let x = 0; x < width; x += 1) row[1 + x] = gray(x, y);
    rows.push(row);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
}

/** Code 39 (ISO/IEC 16388), as much of it as is asked for: nine bars and gaps a character, three of them wide. */
const BARS = { 0: 'nnnwwnwnn', 1: 'wnnwnnnnw', 2: 'nnwwnnnnw', 3: 'wnwwnnnnn', 7: 'nnnwnnwnw', 9: 'nnwwnnwnn', A: 'wnnnnwnnw', '-': 'nwnnnnwnw', '*': 'nwnnwnwnn' };

/** A PNG of a label's bars. */
export function bars(text) {
  const row = Array(40).fill(215);
  for (const letter of `*${text}*`) {
    [...BARS[letter]].forEach((kind, n) => row.push(...Array(kind === 'w' ? 8 : 3).fill(n % 2 ? 215 : 40)));
    row.push(215, 215, 215);
  }
  row.push(...Array(40).fill(215));
  return png(row.length, 160, (x, y) => (y < 20 || y >= 140 ? 215 : row[x]));
}

/** A PNG of the SVG that the hub makes of a code: dark modules on a somewhat grey ground. */
export function picture(svg) {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)[1]);
  const dark = new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`));
  return png(side * MODULE, side * MODULE, (x, y) => (dark.has(`${Math.floor(x / MODULE)},${Math.floor(y / MODULE)}`) ? 40 : 215));
}
