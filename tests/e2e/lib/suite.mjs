// Scenarios one after another; each is a sentence. The closing line counts them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from './app.mjs';
import { display } from './display.mjs';
import { Hub } from './hub.mjs';
import { endAll } from './process.mjs';

export function expect(what, found, wanted) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: found ${a}, wanted ${b}`);
}

/** Runs them; a name on the command line picks those that hold it. */
export async function run(scenarios, only) {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-e2e-'));
  const picked = scenarios.filter(({ name }) => !only || name.includes(only));
  let failed = 0;
  const screen = await display(folder);
  for (const [index, { name, play }] of picked.entries()) {
    const place = join(folder, String(index));
    const apps = [];
    const kit = {
      folder: place,
      hub: (under = 'hub') => new Hub(join(place, under)),
      app(under = 'phone', size, env) {
        const app = new App({ home: join(place, under), display: screen.name, size, env });
        apps.push(app);
        return app;
      },
    };
    const began = Date.now();
    try {
      await play(kit);
      console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n        ${error.stack?.split('\n').slice(0, 6).join('\n        ')}`);
      for (const app of apps) await app.shot(`failed-${index}`).catch(() => undefined);
    }
    for (const app of apps) await app.stop().catch(() => undefined);
    await endAll(screen.child);
  }
  await endAll();
  if (failed === 0) rmSync(folder, { recursive: true, force: true });
  else console.log(`logs and data: ${folder}`);
  console.log(`${picked.length - failed} passed, ${failed} failed`);
  return failed;
}
