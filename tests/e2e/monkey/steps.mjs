// What a monkey can do. Each step is chosen by chance from what stands on the screen, says in plain words what it is, and
// is done as a hand does it.
import { writeFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Key } from 'selenium-webdriver';
import { later, routes } from '../checks/layout.mjs';
import { PHOTOS } from '../lib/paths.mjs';
import { pause, until } from '../lib/wait.mjs';
import { ink } from '../walk/visit.mjs';
import { LATEST_MS } from './page.mjs';
import { words } from './words.mjs';

/** Upright, lying, and a tablet. A desk's window is never lower than 640 (tauri.conf.json). */
const SIZES = [[740, 640], [360, 740], [1024, 768]];
const KILLS = 3;
/** How often what is done, where it can be. */
const KINDS = { tap: 60, type: 14, photo: 5, ink: 12, go: 8, back: 4, turn: 3, reload: 2, hide: 2, kill: 2 };
const TWICE = 0.12;

/** How often which is tapped. Rows of lists and what goes on come first, what only stands there last. */
const WEIGHTS = { question: 30, main: 4, button: 1, shut: 0.3, plain: 0.1 };
const ROWS = /^(job|item|choice|missing|way|pick|measure|start|block-confirm|dialog):/;
const SELDOM = /^(tab|language|theme|stage|truth|sms|pad):|^(call|map)$/;
/** What comes and goes by itself. */
const PASSING = /^(told|truth|file|send|sync-refused)/;

/** Taps that are done, and kept, by one record each: the app may be killed under them. */
const ONE_ACT = /^(item|block-confirm|text-keep|except-save|rate|fit-keep|note):|^(appointment-keep|pay-keep|unit-keep)$/;
/** Taps that only lead elsewhere. */
export const LEADS = /^(tab|stage|missing):|^(back|ways|badge|rules|licences|see-sheet|go-on)$/;

function weightOf({ test, kind }) {
  return (WEIGHTS[kind] ?? 1) * (ROWS.test(test) ? 3 : SELDOM.test(test) ? 0.3 : 1);
}

/** Photos, and files that are none. */
export function files(folder) {
  const photos = readdirSync(PHOTOS).filter((name) => /\.jpe?g$/.test(name)).sort().map((name) => join(PHOTOS, name));
  const bad = { '半张照片.jpg': readFileSync(photos[0]).subarray(0, 3000), '说明.jpg': '这不是照片', '空的.png': '' };
  return { photos, bad: Object.entries(bad).map(([name, bytes]) => (writeFileSync(join(folder, name), bytes), join(folder, name))) };
}

/** What can be done where the screen looks like this: a step by each kind. */
function possible(walk, look, n) {
  const { chance, page, app, job } = walk;
  const things = look.things.filter(({ test }) => !PASSING.test(test)).map((thing) => ({ ...thing, name: `${thing.test} ${thing.n}`, weight: weightOf(thing) }));
  const of = (...kinds) => things.filter(({ kind }) => kinds.includes(kind));
  const taps = of(...Object.keys(WEIGHTS));
  const steps = {};
  if (taps.length > 0) steps.tap = () => tap(walk, chance.weighed(taps, n, 'tap'), chance.happens(TWICE, n, 'twice'));
  if (of('field').length > 0) steps.type = () => type(walk, chance.weighed(of('field'), n, 'field'), n);
  if (of('file').length > 0) steps.photo = () => photo(walk, chance.weighed(of('file'), n, 'file'), n);
  if (of('ink').length > 0) steps.ink = () => draw(walk, n);
  steps.go = () => {
    const [, hash] = chance.one([...routes(job), ...later(job), ['ways', `#/job/${job}/ways`], ['nobody', '#/job/GD000000-0000'], ['nowhere', '#/nowhere']], n, 'go');
    return { says: `goes to ${hash}`, run: () => page.js('location.hash = arguments[0]', hash) };
  };
  steps.back = () => ({ says: 'goes back', run: () => page.js('history.back()') });
  steps.turn = () => {
    const [width, height] = chance.one(SIZES, n, 'size');
    return { says: `turns the screen to ${width} by ${height}`, run: () => app.resize(width, height) };
  };
  steps.reload = () => ({ says: 'loads the page anew', wipes: true, run: () => page.reload() });
  steps.hide = () => ({ says: 'puts the app away and looks at it again', run: () => hide(app) });
  if (walk.kills < KILLS) steps.kill = () => kill(walk, taps, n);
  return steps;
}

/** The nth step. */
export function step(walk, look, n) {
  const steps = possible(walk, look, n);
  const kinds = Object.keys(steps).map((name) => ({ name, weight: KINDS[name] }));
  const { name } = walk.chance.weighed(kinds, n, 'kind');
  return steps[name]();
}

/** What went, moved, or was covered before the hand was there. */
const MISSED = ['MoveTargetOutOfBoundsError', 'StaleElementReferenceError', 'ElementClickInterceptedError', 'ElementNotInteractableError', 'NoSuchElementError'];
function missed(error) {
  if (!MISSED.includes(error.name)) throw error;
}

/** What has gone meanwhile is not pressed. */
async function press(walk, thing, twice = false) {
  const element = await walk.page.aim(thing);
  if (element) await walk.app.screen.press(element, twice, 0).catch(missed);
}

function tap(walk, thing, twice) {
  return { says: `taps ${thing.test}${twice ? ' twice' : ''}`, tapped: thing.test, run: () => press(walk, thing, twice) };
}

function type(walk, thing, n) {
  const { text, called, pasted } = words(walk.chance, n, 'words');
  const leaves = walk.chance.happens(0.5, n, 'leaves');
  async function run() {
    if (pasted) await walk.page.paste(thing, text);
    else await keys(await walk.page.aim(thing), text).catch(missed);
    const typed = { text, field: thing.test, at: Date.now(), stands: await walk.page.stands(thing, text) };
    if (leaves) await walk.page.js('document.activeElement?.blur()');
    return typed;
  }
  return { says: `${pasted ? 'pastes' : 'types'} ${called} into ${thing.test}${leaves ? ' and leaves it' : ''}`, typed: thing.test, run };
}

/** Key by key, in the place of what stands there. */
async function keys(element, text) {
  if (!element) return;
  await element.click();
  await element.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.DELETE);
  await element.sendKeys(text);
}

function photo(walk, thing, n) {
  const { photos, bad } = walk.files;
  const path = walk.chance.happens(0.25, n, 'bad') ? walk.chance.one(bad, n, 'photo') : walk.chance.one(photos, n, 'photo');
  const run = async () => (await walk.page.aim(thing))?.sendKeys(path).catch(missed);
  return { says: `picks ${path.split('/').at(-1)} for ${thing.test}`, run };
}

function draw(walk, n) {
  const { box, strokes } = ink(walk.chance.one(['王淑敏', '林晓东', '陈志远'], n, 'hand'));
  const some = walk.chance.happens(0.7, n, 'whole') ? strokes : strokes.slice(0, 1);
  // A field that closed meanwhile is not written on: nobody waits for it to come back.
  const run = async () => (await walk.app.screen.has('ink-canvas')) && walk.app.screen.ink(box, some).catch(missed);
  return { says: some.length > 1 ? 'signs on the ink field' : 'draws one stroke on the ink field', run };
}

async function hide(app) {
  const [width, height] = app.size;
  const window = app.driver.manage().window();
  await window.minimize();
  await pause(80);
  // The driver shows a window whose place it sets. A window out of sight answers no pointer at all.
  await window.setRect({ x: 0, y: 0, width, height });
  await until('the window in sight', () => app.screen.js('return !document.hidden'), LATEST_MS);
  await app.resize(width, height);
}

/** The app is killed at rest, or under a tap. */
function kill(walk, taps, n) {
  const acts = taps.filter(({ test, kind }) => ONE_ACT.test(test) && kind !== 'shut');
  if (acts.length === 0 || walk.chance.happens(0.4, n, 'at rest')) return { says: 'is killed and starts again', kills: true, run: () => undefined };
  const thing = walk.chance.weighed(acts, n, 'under');
  const ms = walk.chance.below(60, n, 'ms');
  const run = () => press(walk, thing).then(() => pause(ms));
  return { says: `taps ${thing.test}, is killed ${ms} ms later and starts again`, kills: true, under: thing.test, run };
}
