// A display of our own, large enough for the tablet's window.
import { join } from 'node:path';
import { start } from './process.mjs';

export async function display(folder) {
  const child = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1100x1000x24', '-nolisten', 'tcp', '-noreset'], { stdout: 'pipe', log: join(folder, 'xvfb.log') });
  const number = await new Promise((done, fail) => {
    child.stdout.on('data', (bytes) => done(String(bytes).trim()));
    child.on('exit', (code) => fail(new Error(`Xvfb ended with ${code}; see xvfb.log`)));
    child.on('error', fail);
  });
  return { child, name: `:${number}` };
}
