// A desk has no dialler, no messages and no map: this program stands in for all three and writes down what it was given.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function dialler(folder) {
  const bin = join(folder, 'bin');
  const given = join(folder, 'opened.txt');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${given}'\n`);
  chmodSync(join(bin, 'xdg-open'), 0o755);
  return { env: { PATH: `${bin}:${process.env.PATH}` }, opened: () => (existsSync(given) ? readFileSync(given, 'utf8').trim().split('\n') : []) };
}
