// A clean broadband visit, from the day's list to the list again, with every tap counted: at most 45 besides typing, photos
// and ink. What is asked one by one is asked by the app itself; the rest goes with each stage's one action.
import { expect } from '../lib/suite.mjs';
import { pause, until } from '../lib/wait.mjs';
import { Visit, script } from './visit.mjs';

const walk = script('broadband_install');
const job = walk.job.id;
const MOST = 45;

class Hand extends Visit {
  taps = [];

  /** A tap that counts. */
  async hand(test, options) {
    await this.screen.tap(test, options);
    this.taps.push(test);
  }

  items(stage) {
    return this.screen.js(
      `return window.__TAURI_INTERNALS__.invoke('stage', { job: arguments[0], stage: arguments[1] }).then((view) => view.blocks.flatMap((block) => block.items))`,
      job,
      stage,
    );
  }

  /** What the stage asks for one by one. Typing, photos and readings count nothing. */
  async work(stage) {
    for (let round = 0; round < 3; round += 1) {
      const lacking = (await this.items(stage)).filter((item) => item.open && item.lack !== null && !item.to_confirm);
      for (const item of lacking.filter((one) => one.due)) await this.give(item);
    }
    await this.texts();
    await this.measure('before');
    await this.pictures();
  }

  async give({ key, entry, lack }) {
    // A picture answers by itself, and who signs is asked with the ink.
    if (lack === 'photo' || key === 'sht.signer') return;
    if (entry === 'appointment') {
      await this.hand('appointment-keep');
      await this.screen.find('appointment-agreed');
    } else if (entry === 'tick') {
      if ((await this.screen.attribute(`item:${key}`, 'aria-checked')) === 'true') return;
      await this.hand(`item:${key}`);
      await until(`${key} ticked`, async () => (await this.screen.attribute(`item:${key}`, 'aria-checked')) === 'true');
    } else if (entry === 'choice') {
      const choice = `choice:${key}:${this.walk.words[key]}`;
      if ((await this.screen.attribute(choice, 'aria-checked')) === 'true') return;
      await this.hand(choice);
      await until(`${choice} chosen`, async () => (await this.screen.attribute(choice, 'aria-checked')) === 'true');
    } else if (entry === 'rating' && !(await this.screen.has('rated'))) {
      await this.hand(`rate:${this.walk.rating.score}`);
    }
  }

  /** Looks at everything, as the one action wants it: a finger that scrolls taps nothing. */
  async look() {
    const items = 'document.querySelectorAll("[data-item]")';
    const count = await this.screen.js(`return ${items}.length`);
    for (let n = 0; n < count; n += 2) {
      await this.screen.js(`${items}[arguments[0]]?.scrollIntoView({ block: 'center' })`, n);
      await pause(60);
    }
  }

  /** The stage's one action. */
  async onward() {
    const from = await this.screen.hash();
    await this.look();
    expect(`the way from ${from}`, (await this.way()) === 'shut', false);
    await this.hand('next-step');
    await until('the next screen', async () => (await this.screen.hash()) !== from || (await this.inside(from)));
  }

  /** The entry has two halves on one screen: at the door, and inside. */
  async inside(from) {
    return from.includes('/stage/entry') && (await this.items('entry')).some((item) => item.key === 'ent.direct' && item.open);
  }

  /** From one screen of the job to the next, until the stage is there. */
  async to(stage) {
    await until(`the stage ${stage}`, async () => {
      if ((await this.stage()) === stage) return this.screen.has('next-step');
      // A button that has gone meanwhile has been tapped before, and is not waited for.
      if (await this.screen.has('go-on')) await this.hand('go-on', { ms: 1_000 });
      return false;
    }, 30_000);
  }

  async price() {
    const { cause, plan, minutes, fees } = this.walk.quote;
    await this.hand('quote-make');
    await this.screen.write('quote-cause', cause);
    await this.screen.write('quote-plan', plan);
    await this.screen.write('quote-minutes', String(minutes));
    for (const fee of fees) {
      await this.hand('add:fees');
      await this.hand(`pick:${fee.code}`);
      await this.screen.write(`quantity:${fee.code}`, fee.quantity);
    }
    await this.hand('quote-keep');
    await this.screen.find('quote-total');
  }
}

async function stageOf(hand, stage) {
  await hand.to(stage);
  await hand.work(stage);
}

async function clean(kit) {
  const hub = await kit.hub().start();
  await hub.takeIn(walk, 'broadband_install');
  const app = kit.app('phone', [360, 740]);
  const screen = await app.start();
  await screen.write('enrol-link', await hub.link(walk));
  await screen.tap('enrol-join', { twice: true });
  await screen.find(`job:${job}`, 30_000);
  const hand = new Hand(screen, walk);
  await hand.hand('next-up');
  for (const stage of ['appointment', 'preparation', 'dress', 'arrival']) {
    await stageOf(hand, stage);
    await hand.onward();
  }
  for (const half of ['at the door', 'inside']) {
    await stageOf(hand, 'entry');
    if (half === 'inside') await app.shot('20-entry-360');
    await hand.onward();
  }
  for (const stage of ['protection', 'explain', 'survey']) {
    await stageOf(hand, stage);
    await hand.onward();
  }
  await hand.to('quote');
  await hand.price();
  await hand.work('quote');
  await hand.onward();
  await screen.find('customer-agree');
  await hand.hand('customer-agree');
  await hand.sign(walk.signer.name);
  for (const stage of ['consent', 'work', 'test', 'clean', 'demo', 'handover']) {
    await stageOf(hand, stage);
    await hand.onward();
  }
  await hand.to('settle');
  // That it is paid on the spot stands chosen.
  await hand.hand(`pay:${walk.payment.method}`);
  await hand.hand('pay-keep');
  await screen.find('paid');
  await hand.work('settle');
  await hand.onward();
  await stageOf(hand, 'sheet');
  await hand.signSheet();
  await hand.work('sheet');
  expect('the way from the signatures', await hand.way(), 'seal');
  await hand.hand('next-step');
  await screen.find('sealed', 30_000);
  await hand.hand('next-step');
  await stageOf(hand, 'departure');
  await hand.onward();
  await screen.find('send', 10_000).catch(() => undefined);
  console.log(`        ${hand.taps.length} taps`);
  if (hand.taps.length > MOST) throw new Error(`${hand.taps.length} taps: ${hand.taps.join(', ')}`);
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [{ name: 'broadband: a clean visit in at most 45 taps besides typing, photos and ink', play: clean }];
