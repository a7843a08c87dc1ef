// Visits that end otherwise (情况有变).
import { dialler } from '../lib/dialler.mjs';
import { expect } from '../lib/suite.mjs';
import { until } from '../lib/wait.mjs';
import { script } from '../walk/visit.mjs';
import { enrolled, preparing } from './trouble.mjs';
import { send } from './waiting.mjs';

const job = script('dw_repair').job.id;

/** To the customer's door. */
async function atTheDoor(visit) {
  await preparing(visit);
  await visit.fill();
  for (const stage of ['dress', 'arrival']) {
    await visit.onTo(stage);
    await visit.fill();
  }
}

async function way(screen, key) {
  await screen.goTo(`#/job/${job}/ways`);
  await screen.tap(`way:${key}`);
  await screen.find('way-take');
}

async function take(screen) {
  await until('the way open', async () => (await screen.attribute('way-take', 'aria-disabled')) !== 'true');
  await screen.tap('way-take', { twice: true });
}

/** Called as often as the firm asks, written to, a note at the door: the order goes back, and the office sees all of it. */
async function nobodyHome(kit) {
  const phone = dialler(kit.folder);
  const { hub, app, screen, visit } = await enrolled(kit, phone.env);
  await atTheDoor(visit);
  await way(screen, '17:nobody_home');
  for (let n = 1; n <= 2; n += 1) {
    await screen.tap('dial:nob.call');
    await screen.saying(`第 ${n} / 2 次`);
  }
  await screen.tap('item:nob.call');
  await take(screen);
  await until('nobody opened', async () => (await screen.tests('way:')).some((name) => name.startsWith('way:19:')));
  await way(screen, '19:rescheduling');
  await screen.tap('script:nob.sms');
  await screen.tap('sms:S09');
  await until('the message begun', () => phone.opened().length === 3);
  await visit.pictures();
  await screen.find('reading-note:nob.wait');
  await screen.write('reading-note:nob.wait', '物业说客户外出，改日再来');
  await app.shot('17-nobody-home');
  await take(screen);
  await until('to be rescheduled', () => screen.has('start:+'));
  const [first, second, sms] = phone.opened();
  expect('the calls', [first, second], ['tel:13700008026', 'tel:13700008026']);
  expect('the message', /^sms:13700008026\?body=%/.test(sms), true);
  await send(screen);
  const { visits } = await hub.json('GET', `/v1/office/jobs/${job}`);
  expect('what the office sees of it', visits[0].contacts.map((one) => one.way), ['call', 'call', 'sms']);
  expect('errors of the page', await screen.errors(), []);
}

/** In the rooms, as far as the survey. */
async function toSurvey(visit) {
  await atTheDoor(visit);
  await visit.onTo('entry');
  await visit.fill();
  await visit.screen.tap('next-step');
  await until('inside', async () => (await visit.screen.tests('block-confirm:blk.entry')).length > 0);
  await visit.fill();
  for (const stage of ['protection', 'explain']) {
    await visit.onTo(stage);
    await visit.fill();
  }
  await visit.onTo('survey');
}

/** Writes what a branch asks to be told in words. */
async function told(screen, words) {
  for (const [item, text] of Object.entries(words)) {
    await screen.write(`text:${item}`, text);
    await screen.find(`text-saved:${item}`);
  }
}

/** Out of a branch: what was laid is taken away before anybody leaves, and the sheet comes. */
async function toSignature({ screen, visit }) {
  await screen.goTo(`#/job/${job}/stage/clean`);
  await screen.find('next-step');
  await visit.fill();
  await way(screen, '37:signing');
  await take(screen);
  await visit.at('sheet');
  await visit.fill();
}

/** A part is missing, the customer is out when it comes to signing; the office issues the part, and the phone has visit 2. */
async function secondVisit(kit) {
  const { hub, app, screen, visit } = await enrolled(kit);
  await toSurvey(visit);
  await way(screen, '23:awaiting_parts');
  await told(screen, { 'ptw.part': '密封条 8 m', 'ptw.reason': '随车备件刚用完', 'ptw.date': '后天到货' });
  await visit.pictures();
  for (const name of await screen.tests('item:ptw.')) if ((await screen.attribute(name, 'data-lack')) === 'answer') await screen.tap(name);
  await take(screen);
  await until('waiting for the part', async () => (await screen.tests('way:')).includes('way:37:signing'));
  await toSignature({ screen, visit });
  await way(screen, '60:left');
  await screen.tap('choice:uns.reason:absent');
  await visit.pictures();
  await app.shot('18-unsigned');
  await take(screen);
  await visit.at('departure');
  await visit.fill();
  await send(screen);
  await until('the office waits for the part', async () => (await hub.json('GET', `/v1/office/jobs/${job}`)).state.key === 'awaiting_parts');
  await hub.call('POST', `/v1/office/jobs/${job}/move`, { to: 'dispatched', records: [{ fact: 'part_issued', words: '密封条 8 m，已出库' }] });
  await send(screen);
  await screen.goTo(`#/job/${job}`);
  await screen.saying('第 2 次上门');
  await visit.onTo('appointment');
  await visit.appointment();
  await app.shot('19-second-visit');
  expect('errors of the page', await screen.errors(), []);
}

/** The customer's ink for what a branch asks to be signed; it comes back to the way it was asked from. */
async function inked({ screen, visit }, item) {
  await screen.tap(`consent:${item}`);
  await visit.sign(visit.walk.signer.name);
  await screen.find(`signed:${item}`);
}

/** The product goes to the workshop with a receipt, the sheet is signed and sealed, and it comes back on a visit of its own. */
async function takenAway(kit) {
  const { hub, app, screen, visit } = await enrolled(kit);
  await toSurvey(visit);
  await way(screen, '23:taken_away');
  await screen.tap('choice:tkw.reason:parts_tools');
  await inked({ screen, visit }, 'tkw.explain');
  await inked({ screen, visit }, 'tkw.receipt');
  await visit.pictures();
  await told(screen, { 'tkw.register': '店内登记 WX-0041' });
  await app.shot('21-taken-away');
  await take(screen);
  await until('taken away', async () => (await screen.tests('way:')).includes('way:37:signing'));
  await toSignature({ screen, visit });
  await visit.rate();
  await visit.signSheet();
  expect('the way from the signatures', await visit.way(), 'seal');
  await screen.tap('next-step', { twice: true });
  await screen.find('sealed', 30_000);
  await screen.tap('next-step', { twice: true });
  await visit.at('departure');
  await visit.fill();
  await send(screen);
  await until('the office has the product', async () => (await hub.json('GET', `/v1/office/jobs/${job}`)).state.key === 'taken_away');
  for (const [to, fact, words] of [['workshop'], ['ready_return', 'workshop_done', '已换密封条，试用两天正常'], ['dispatched', 'return_slot', '与客户约定明天送回']]) {
    await hub.call('POST', `/v1/office/jobs/${job}/move`, { to, records: fact ? [{ fact, words }] : [] });
  }
  await send(screen);
  await screen.goTo(`#/job/${job}`);
  await screen.saying('第 2 次上门');
  const back = await screen.js(`return window.__TAURI_INTERNALS__.invoke('ways', { job: arguments[0] })`, job);
  expect('the visit that follows', back.visit, 2);
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [
  { name: 'branches: nobody home, two calls, a message and a note at the door', play: nobodyHome },
  { name: 'branches: a missing part, nobody to sign, and a visit that follows', play: secondVisit },
  { name: 'branches: taken away with a receipt, and brought back', play: takenAway },
];
