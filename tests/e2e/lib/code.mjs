// The office's code as a picture: its SVG drawn as a grey PNG, as somebody's photo of the screen.
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

/** A PNG of the SVG that the hub makes of a code: dark modules on a somewhat grey ground. */
export function picture(svg) {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)[1]);
  const dark = new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`));
  const rows = [];
  for (let y = 0; y < side * MODULE; y += 1) {
    const row = Buffer.alloc(1 + side * MODULE);
    for (let x = 0; x < side * MODULE; x += 1) row[1 + x] = dark.has(`${Math.floor(x / MODULE)},${Math.floor(y / MODULE)}`) ? 40 : 215;
    rows.push(row);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side * MODULE, 0);
  head.writeUInt32BE(side * MODULE, 4);
  head[8] = 8;
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
}
