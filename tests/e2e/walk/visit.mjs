// A technician at a visit: reads what the screen asks for and does it, by the words of a walk (assets/demo/walks).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INKS, PHOTOS, WALKS } from '../lib/paths.mjs';
import { until } from '../lib/wait.mjs';

export const script = (pack) => JSON.parse(readFileSync(join(WALKS, `${pack}.json`), 'utf8'));
const HANDS = { 王淑敏: 'wang-shumin', 林晓东: 'lin-xiaodong', 陈志远: 'chen-zhiyuan' };
export const ink = (name) => JSON.parse(readFileSync(join(INKS, `${HANDS[name]}.json`), 'utf8'));
const photos = readdirSync(PHOTOS).filter((name) => /\.jpe?g$/.test(name)).sort();

export class Visit {
  constructor(screen, walk) {
    this.screen = screen;
    this.walk = walk;
    this.taken = 0;
  }

  /** Opens the job from the day's list. */
  async open() {
    await this.screen.tap(`job:${this.walk.job.id}`);
    await this.screen.find('go-on');
  }

  async stage() {
    return /stage\/([a-z]+)/.exec(await this.screen.hash())?.[1] ?? null;
  }

  at(stage) {
    return until(`the stage ${stage}`, async () => (await this.stage()) === stage && (await this.screen.has('next-step')));
  }

  /** Where the bar leads, once the screen has settled. */
  way() {
    return this.screen.attribute('next-step', 'data-way');
  }

  /** Does everything this stage asks for, but for what has a screen of its own. */
  async fill() {
    await this.exceptions();
    await this.confirm();
    await this.gates();
    await this.choices();
    await this.texts();
    await this.pictures();
  }

  async exceptions() {
    for (const [item, { answer, reason }] of Object.entries(this.walk.exceptions)) {
      if (!(await this.screen.has(`item:${item}`)) || (await this.screen.has(`reason:${item}`))) continue;
      await this.screen.tap(`item:${item}`);
      if (await this.screen.has(`except:${item}:${answer}`)) await this.screen.tap(`except:${item}:${answer}`);
      await this.screen.tap(`reason:${item}:other`);
      await this.screen.write(`reason-note:${item}`, reason);
    }
  }

  /** Two fast taps confirm a block once. */
  async confirm() {
    for (const block of await this.screen.tests('block-confirm:')) {
      await this.screen.tap(block, { twice: true });
      await this.screen.gone(block);
    }
  }

  /** What a block's confirmation leaves to be ticked by itself. */
  async gates() {
    for (const name of await this.screen.tests('item:')) {
      const waits = (await this.screen.attribute(name, 'data-lack')) === 'answer';
      if (!waits || (await this.screen.attribute(name, 'aria-disabled')) === 'true') continue;
      await this.screen.tap(name);
      await until(`${name} ticked`, async () => (await this.screen.attribute(name, 'aria-checked')) === 'true');
    }
  }

  async choices() {
    for (const name of await this.screen.tests('choice:')) {
      const [, item, key] = name.split(':');
      if (this.walk.words[item] !== key || (await this.screen.attribute(name, 'aria-checked')) === 'true') continue;
      await this.screen.tap(name);
      await until(`${name} chosen`, async () => (await this.screen.attribute(name, 'aria-checked')) === 'true');
    }
  }

  async texts() {
    for (const name of await this.screen.tests('text:')) {
      const item = name.slice('text:'.length);
      const words = this.walk.words[item];
      if (!words || (await this.screen.value(name)) !== '') continue;
      await this.screen.write(name, words);
      await this.screen.find(`text-saved:${item}`);
    }
  }

  photo(item) {
    const wanted = this.walk.shots[item];
    const name = photos.find((photo) => wanted && photo.includes(wanted)) ?? photos[this.taken++ % photos.length];
    return join(PHOTOS, name);
  }

  async pictures() {
    for (const name of await this.screen.tests('photo:')) {
      const item = name.slice('photo:'.length);
      const wanted = this.walk.extra_photos.includes(item) && (await this.shown(item)) === 0;
      if ((await this.screen.attribute(`photo-take:${item}`, 'data-lack')) !== 'true' && !wanted) continue;
      await this.picture(item, this.photo(item));
    }
  }

  async picture(item, path) {
    const caption = this.walk.captions[item];
    if (caption && (await this.screen.has(`photo-note:${item}`))) await this.screen.write(`photo-note:${item}`, caption);
    const before = await this.shown(item);
    await this.screen.choose(`photo:${item}`, path);
    await until(`a photo of ${item}`, async () => (await this.shown(item)) > before, 30_000);
  }

  shown(item) {
    return this.screen.js('return document.querySelector(`[data-test="photo:${arguments[0]}"]`)?.closest(".photos").querySelectorAll("figure").length ?? 0', item);
  }

  async appointment() {
    await this.screen.tap('start:+');
    await this.screen.tap('appointment-keep', { twice: true });
    await this.screen.find('appointment-agreed');
  }

  /** Flags, windows, and what is measured at each of them. */
  async survey() {
    for (const flag of this.walk.flags) {
      await this.screen.tap(`flag:${flag}`);
      await until(`${flag} set`, async () => (await this.screen.attribute(`flag:${flag}`, 'aria-checked')) === 'true');
    }
    for (const name of Object.values(this.walk.units)) {
      await this.screen.tap('unit-add');
      await this.screen.write('unit-name', name, { stay: true });
      await this.screen.tap('unit-keep');
      await this.screen.find(`unit:${name}`);
    }
    await this.measure('before');
  }

  async measure(when) {
    for (const [unit, name] of [...Object.entries(this.walk.units), ['', null]]) {
      if (name && (await this.screen.has(`unit:${name}`))) await this.screen.tap(`unit:${name}`);
      for (const [item, readings] of Object.entries(this.walk.readings)) {
        const value = readings[when]?.[unit];
        const spot = `measure:${item}${when === 'after' ? ':after' : ''}`;
        if (value && (await this.screen.has(spot))) await this.read(item, spot, value);
      }
    }
  }

  async read(item, spot, value) {
    await this.screen.tap(spot);
    await this.screen.find('number-pad');
    while ((await this.screen.js('return document.querySelector(".measure__big")?.innerText.match(/^[−\\d.]*/)[0] ?? ""')) !== '') await this.screen.tap('pad:erase');
    for (const key of value) await this.screen.tap(`pad:${key}`);
    for (const [part, words] of Object.entries(this.walk.readings[item].parts ?? {})) {
      if (await this.screen.has(`part:${item}:${part}`)) await this.screen.write(`part:${item}:${part}`, words);
    }
    await this.screen.tap('pad:done');
    const shown = value.replace('-', '−');
    await until(`${item} read as ${value}`, async () => (await this.screen.attribute(spot, 'data-live')) === 'false' && (await this.screen.text(spot)).includes(shown));
    // The keypad goes on to the next reading, or away after the last.
    await this.screen.tap('pad:close', { ms: 300 }).catch(() => undefined);
    await this.screen.gone('number-pad');
    if (await this.screen.has(`reading-note:${item}`)) {
      await this.screen.write(`reading-note:${item}`, this.walk.reading_note);
      await until(`the note of ${item} kept`, () => this.screen.js('return !document.querySelector(`[data-test="reading-note:${arguments[0]}"]`)?.classList.contains("input--bad")', item));
    }
  }

  /** Writes the quote and keeps it. */
  async quote() {
    const { cause, plan, minutes, parts, fees } = this.walk.quote;
    await this.screen.tap('quote-make');
    await this.screen.write('quote-cause', cause);
    await this.screen.write('quote-plan', plan);
    await this.screen.write('quote-minutes', String(minutes));
    for (const [kind, lines] of [['parts', parts], ['fees', fees]]) {
      for (const line of lines) {
        await this.screen.tap(`add:${kind}`);
        await this.screen.tap(`pick:${line.code}`);
        await this.screen.find(`line:${line.code}`);
        await this.screen.write(`quantity:${line.code}`, line.quantity);
        await this.screen.tap(`cover:${line.code}:${line.cover}`);
        if (line.note) await this.screen.write(`line-note:${line.code}`, line.note);
      }
    }
  }

  async keepQuote() {
    await this.screen.tap('quote-keep', { twice: true });
    await this.screen.find('quote-total');
  }

  async sign(name) {
    const { box, strokes } = ink(name);
    await this.screen.ink(box, strokes);
    await until('enough ink', async () => (await this.screen.attribute('ink-done', 'aria-disabled')) !== 'true');
    await this.screen.tap('ink-done', { twice: true });
    await this.screen.gone('ink-canvas');
  }

  /** Both names on the sheet, the customer's first. */
  async signSheet() {
    for (const [item, name] of [['sht.sign_customer', this.walk.signer.name], ['sht.sign_tech', this.walk.technician.name]]) {
      await this.screen.tap(`sign:${item}`);
      await this.sign(name);
      await this.at('sheet');
      await this.screen.find(`signed:${item}`);
    }
  }

  async parts() {
    for (const part of this.walk.fitted) {
      await this.screen.tap(`fit:${part.code}`);
      if (part.new_serial) await this.screen.write(`fit-new:${part.code}`, part.new_serial);
      if (part.old_serial) await this.screen.write(`fit-old:${part.code}`, part.old_serial);
      if (part.old_recovered) await this.screen.tap(`fit-recovered:${part.code}`);
      await this.screen.tap(`fit-keep:${part.code}`, { twice: true });
      await this.screen.find(`fitted:${part.code}`);
    }
  }

  /** The customer scans the company's code; the device comes back by holding its line, or by the keyboard. */
  async payCode(app, name) {
    const { status, method } = this.walk.payment;
    await this.screen.tap(`pay:${status}`);
    await this.screen.tap(`pay:${method}`);
    await this.screen.tap('pay-code');
    await this.screen.find('pay-sum');
    await app.shot(name);
    await this.screen.js('document.querySelector("[data-test=hand-back]").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))');
    await this.at('settle');
  }

  async pay() {
    const { status, method } = this.walk.payment;
    await this.screen.tap(`pay:${status}`);
    await this.screen.tap(`pay:${method}`);
    await this.screen.tap('pay-keep', { twice: true });
    await this.screen.find('paid');
  }

  async rate() {
    const { score, comment } = this.walk.rating;
    await this.screen.tap(`rate:${score}`);
    await this.screen.write('rate-comment', comment);
    await this.screen.tap('rate-keep', { twice: true });
    await this.screen.find('rated');
  }

  /** Onward to this stage: over the bar, and over the job's own page where nothing is to be answered. */
  async onTo(stage) {
    // A button that has gone meanwhile has been tapped before, and is not waited for.
    const tap = (test) => this.screen.tap(test, { twice: true, ms: 1_000 });
    await until(`the way to ${stage}`, async () => {
      if ((await this.stage()) === stage) return this.screen.has('next-step');
      // The step to the quote has put it before the customer, who hands it back.
      if (await this.screen.has('customer-later')) return (await this.screen.tap('customer-later', { ms: 1_000 }), false);
      const [bar, job] = [await this.screen.has('next-step'), await this.screen.has('go-on')];
      if (bar && (await this.way()) === 'shut') throw new Error(`shut: ${await this.screen.text('gate-line')}`);
      if (bar) await tap('next-step');
      else if (job) await tap('go-on');
      return false;
    }, 30_000);
  }
}
