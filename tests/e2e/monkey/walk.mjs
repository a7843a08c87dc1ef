// One walk: a seed, a job, and so many steps through the app's window.
import { LATEST_MS, STAGES, Page } from './page.mjs';
import { LEADS, step } from './steps.mjs';
import { KEPT_MS, Broken, isTold, lost, nothing, unheld, whole } from './watch.mjs';
import { Chance } from './chance.mjs';
import { pause, until } from '../lib/wait.mjs';
import { ink } from '../walk/visit.mjs';

/** Taps after which the visit asks for other things. */
const ASKS_OTHERWISE = /^(flag|choice|fit-keep):|^(way-take|settle|leave-beside|quote-keep)$/;
/** What is made of answers, and may fall with one of them. */
const MADE = /^(event|signed|confirmed) /;
/** A step with all that is looked at after it. */
const ANSWERS_MS = 4 * LATEST_MS;

/** What an act under a kill may have changed: its own thing, the drafts it was made from, and a field that was left for it. */
function touchedBy(tapped, before) {
  const own = { 'appointment-keep': 'agreed', 'pay-keep': 'paid' }[tapped] ?? tapped.slice(tapped.indexOf(':') + 1);
  return (name) => name.startsWith('draft ') || name.includes(own) || `draft ${name.split(' ')[1]}` in before;
}

/** A window that answers no more is a fault too. */
function inTime(act) {
  let timer;
  const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Broken(`the app has not answered for ${ANSWERS_MS} ms`)), ANSWERS_MS)));
  return Promise.race([act, late]).finally(() => clearTimeout(timer));
}

export class Walk {
  constructor({ app, seed, script, files }) {
    Object.assign(this, { app, seed, script, files, job: script.job.id });
    this.chance = new Chance(seed);
    this.page = new Page(app);
    this.told = [];
    this.kills = 0;
    /** What the screen said was saved, as the app then held it. */
    this.noted = new Map();
    this.typed = null;
    this.acted = 0;
  }

  async go(steps) {
    let look = await inTime(this.begin());
    for (let n = 1; n <= steps; n += 1) look = await inTime(this.take(step(this, look, n), look, n));
    await inTime(this.killed(look, { says: 'at the end it is killed and starts again', run: () => undefined }));
  }

  /** Brings the visit somewhere, to wander from there. */
  async begin() {
    const depth = this.chance.below(STAGES.length + 1, 'depth');
    const inks = { customer: ink(this.script.signer.name), technician: ink(this.script.technician.name) };
    const { state } = await this.page.forward(this.job, STAGES.slice(0, depth), this.script, inks);
    this.told.push(`the visit stands at ${state}`);
    await this.page.js('location.hash = arguments[0]', `#/job/${this.job}`);
    return this.settle();
  }

  async take(chosen, look, n) {
    // Now and then what was typed is kept before anything else happens.
    if (this.typed && this.chance.happens(0.5, n, 'waits')) await this.keeps();
    if (chosen.kills) return this.killed(look, chosen);
    this.told.push(chosen.says);
    this.forget(chosen);
    const words = await this.wordsFor(chosen.tapped);
    const done = await chosen.run();
    this.acted = Date.now();
    // What else is typed, or loads the page anew within that time, may take its place; a tap may throw it away, or keep it.
    if (chosen.typed || chosen.wipes || (chosen.tapped && !LEADS.test(chosen.tapped))) this.typed = words;
    if (chosen.typed && isTold(chosen.typed) && done.stands && done.text.trim() !== '') this.typed = done;
    else if (this.typed) await this.keeps();
    return this.settle();
  }

  /** What a step may change is noted anew: a text that is typed, everything where the visit asks for other things. */
  forget({ tapped, typed }) {
    if (tapped && ASKS_OTHERWISE.test(tapped)) this.noted.clear();
    if (typed) this.noted.delete(`text ${typed.replace(/^text:/, '')}`);
  }

  /** What was typed is kept by now, on however slow a machine. */
  async keeps() {
    const { text, field, at } = this.typed;
    this.typed = null;
    const held = () => this.page.holds(this.job, text);
    for (; Date.now() < at + KEPT_MS; await pause(40)) if (await held()) return;
    await this.page.look();
    if (!(await held())) throw new Broken(`what was typed into ${field} is neither a draft nor a record`);
  }

  /** The page at rest, and what it says is saved read back from the app. */
  async settle() {
    const look = await whole(this.page);
    const [, job, stage] = /^#\/job\/([^/?]+)(?:\/stage\/([a-z]+))?/.exec(look.hash) ?? [];
    if (job === this.job) await this.reads(look, stage);
    return look;
  }

  /** What the screen says is saved, read back from the app; twice where a round with the office changes it meanwhile. */
  async reads({ saved }, stage, again = true) {
    if (saved.length === 0) return;
    const held = await this.page.held(this.job, stage ? [stage] : []);
    const wrong = unheld(saved, held);
    if (wrong.length > 0 && again) return this.reads(await whole(this.page), stage, false);
    nothing(wrong, 'the screen says saved, and the app does not hold it');
    // What a branch asked for is shown no more once it is left.
    for (const [name] of saved) if (stage && !MADE.test(name)) this.noted.set(name, held[name]);
  }

  /** Killed, by chance under a tap; opened again, it holds all it held and shows what it showed. */
  async killed(look, { says, run, under }) {
    this.told.push(says);
    this.kills += 1;
    await this.drafted();
    const before = await this.page.held(this.job);
    nothing(lost(Object.fromEntries(this.noted), before), 'said to be saved, and lost without a kill');
    if (under) this.typed = await this.wordsFor(under);
    await run();
    await this.app.restart();
    nothing(lost(before, await this.page.held(this.job), under && touchedBy(under, before)), 'lost by a kill');
    if (this.typed) await this.keeps();
    await this.page.js('location.hash = arguments[0]', look.hash);
    if (!under && /^#\/job\//.test(look.hash)) await this.again(look.saved);
    return this.settle();
  }

  /** By then what was typed or marked last is a draft, and the page has said what went wrong. */
  async drafted() {
    await pause(Math.max(0, this.acted + KEPT_MS - Date.now()));
    await whole(this.page);
  }

  /** The words a tap makes a record of: they are a draft until it is made. */
  async wordsFor(tapped) {
    const slot = /^note:/.test(tapped) ? 'note' : /^text-keep:(.*)/.exec(tapped)?.[1];
    if (!slot) return null;
    await this.drafted();
    const text = (await this.page.drafts(this.job))[slot];
    return text ? { text, field: tapped, at: 0 } : null;
  }

  /** Which repeat is chosen is forgotten by a kill, and with it whose readings are shown. */
  async again(all) {
    const saved = all.filter(([name]) => !/^(read|unit) /.test(name));
    let missing = saved;
    await until('what was shown before the kill', async () => {
      const now = await whole(this.page);
      missing = saved.filter(([name, value]) => !now.saved.some(([other, said]) => other === name && said === value));
      return missing.length === 0;
    }, LATEST_MS).catch(() => nothing(missing.map(([name, value]) => `${name} ${value ?? ''}`), 'held after the kill, and not shown again'));
  }
}
