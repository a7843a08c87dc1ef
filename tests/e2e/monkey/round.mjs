// Walks one after another at one office, each by a technician of its own: a fresh phone with one job on it, so that a seed
// walks the same way alone as among others.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dialler } from '../lib/dialler.mjs';
import { pause } from '../lib/wait.mjs';
import { script } from '../walk/visit.mjs';
import { Chance } from './chance.mjs';
import { LATEST_MS } from './page.mjs';
import { files } from './steps.mjs';
import { Walk } from './walk.mjs';
import { Broken } from './watch.mjs';

const PACKS = ['ac_install', 'ac_repair', 'appliance_repair', 'broadband_install', 'broadband_repair', 'dw_install', 'dw_repair', 'furniture_bath_install', 'generic_install', 'home_service', 'it_repair', 'smart_install', 'smart_repair', 'stb_install', 'system_maintenance', 'wardrobe_install'];
const SHOT_MS = 10_000;

/** A phone with its one job, as far as the day's list. */
async function begin(kit, hub, seed, env) {
  const pack = new Chance(seed).one(PACKS, 'pack');
  const walk = script(pack);
  walk.technician.person = `p-monkey-${seed}`;
  walk.job.id = `GD261130-${String(seed).padStart(4, '0')}`;
  await hub.takeIn(walk, pack);
  const app = kit.app(`phone-${seed}`, undefined, env);
  const screen = await app.start();
  await screen.write('enrol-link', await hub.link(walk));
  await screen.tap('enrol-join');
  await screen.find(`job:${walk.job.id}`, LATEST_MS);
  return { app, pack, walk };
}

/** Steps of a walk, where nobody says how many. */
export const STEPS = 60;
export const none = () => ({ walks: 0, steps: 0, kills: 0, broken: [] });

/** So many walks from a seed on as one scenario; what they come to is added to `sum`. */
export function walks(name, from, count, steps = STEPS, sum = none()) {
  const seeds = Array.from({ length: count }, (_, n) => from + n);
  async function play(kit) {
    const before = sum.broken.length;
    await round(kit, seeds, steps, sum);
    const broken = sum.broken.slice(before);
    if (broken.length > 0) throw new Error(`broken by the walks ${broken.join(', ')}`);
  }
  return { name, play };
}

/** A walk that breaks something tells its story, and the next one goes on. */
async function round(kit, seeds, steps, sum) {
  const hub = await kit.hub().start();
  const { env } = dialler(kit.folder);
  const some = files(kit.folder);
  for (const seed of seeds) {
    const began = Date.now();
    const { app, pack, walk } = await begin(kit, hub, seed, env);
    const before = written(kit.folder).length;
    const monkey = new Walk({ app, seed, script: walk, files: some });
    try {
      await monkey.go(steps);
      panics(kit.folder, before);
      console.log(`        walk ${seed}: ${pack}, ${monkey.told[0]}, ${monkey.kills} kills (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      sum.broken.push(seed);
      await tell(monkey, pack, error);
    }
    await app.kill();
    if (!sum.broken.includes(seed)) rmSync(app.home, { recursive: true, force: true });
    sum.walks += 1;
    sum.steps += monkey.told.length - 1;
    sum.kills += monkey.kills;
  }
}

/** What the app wrote to its error output, beside its driver's. */
const written = (folder) => readFileSync(join(folder, 'driver.log'), 'utf8');
function panics(folder, before) {
  const panic = written(folder).slice(before).split('\n').find((line) => line.includes('panicked at'));
  if (panic) throw new Broken(`the app panicked: ${panic}`);
}

async function tell({ app, seed, told, page, job }, pack, error) {
  // A window that hangs gives no picture either.
  await Promise.race([app.shot(`../monkey-${seed}`).catch(() => undefined), pause(SHOT_MS)]);
  console.log(`BROKEN  walk ${seed}, ${pack}, step ${told.length - 1}: ${error instanceof Broken ? error.message : error.stack}`);
  told.forEach((says, n) => console.log(`        ${n}. ${says}`));
  console.log(`        again: node tests/e2e/monkey.mjs --seed ${seed}; the screen: target/screens/monkey-${seed}.png`);
  if (process.env.MONKEY_DUMP) console.log(JSON.stringify(await page.held(job)), JSON.stringify(await page.look()));
}
