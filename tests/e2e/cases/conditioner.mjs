// An air conditioner: the customer is called from the job, the kind of fault brings its measurements, a pressure is judged
// by its refrigerant, a date is a date, and the customer agrees in words.
import { dialler } from '../lib/dialler.mjs';
import { expect } from '../lib/suite.mjs';
import { until } from '../lib/wait.mjs';
import { Visit, script } from '../walk/visit.mjs';

const walk = script('ac_repair');

async function called({ app, screen, visit, phone }) {
  await visit.open();
  await screen.tap('call', { twice: true });
  await until('the number dialled', () => phone.opened().length > 0);
  await screen.tap('map', { twice: true });
  await until('the map asked', () => phone.opened().length > 1);
  await visit.onTo('appointment');
  await screen.find('dialled:apt.call');
  await screen.saying('接通了再打勾');
  // What stands in a wording is known, or a blank for the technician.
  await screen.tap('script:apt.script');
  await screen.saying('我姓陈。');
  expect('braces on the screen', await screen.js('return /[{}]/.test(document.body.innerText)'), false);
  await app.shot('13-called');
  await visit.confirm();
  expect('a call that was only dialled', await screen.attribute('item:apt.call', 'aria-checked'), 'false');
  await screen.tap('item:apt.call');
  await until('answered', async () => (await screen.attribute('item:apt.call', 'aria-checked')) === 'true');
  await visit.appointment();
  await visit.fill();
  await screen.tap('next-step', { twice: true });
  await until('the time agreed', async () => (await screen.has('go-on')) && (await screen.text('go-on')).includes('开始准备'));
  expect('what the phone was given', phone.opened(), ['tel:13800001172', `geo:0,0?q=${encodeURIComponent(walk.job.fields['customer.address']).replace(/[-_.!~*'()]/g, (at) => `%${at.charCodeAt(0).toString(16).toUpperCase()}`)}`]);
}

/** Types a number and leaves the keypad where it is. */
async function typed(screen, spot, value) {
  await screen.tap(spot);
  await screen.find('number-pad');
  for (const key of value) await screen.tap(`pad:${key}`);
}

async function measured({ app, screen, visit }) {
  await visit.onTo('survey');
  expect('a measurement before the kind of fault', await screen.has('measure:acr.low'), false);
  await screen.tap('choice:acr.kind:refrigeration');
  await typed(screen, 'measure:acr.low', '0.8');
  await screen.tap('pad:done');
  await screen.find('measure-lacks');
  await screen.tap('case:acr.low:r22');
  await app.shot('14-measure-case');
  await screen.tap('pad:done');
  await until('kept', async () => (await screen.attribute('measure:acr.low', 'data-live')) === 'false');
  await screen.find('reading-note:acr.low');
  await screen.tap('pad:close', { ms: 300 }).catch(() => undefined);
  await screen.tap('measure:acr.low');
  await screen.tap('case:acr.low:r410a');
  await screen.tap('pad:done');
  await screen.gone('reading-note:acr.low');
  await screen.tap('pad:close', { ms: 300 }).catch(() => undefined);
}

async function dated({ app, screen }) {
  await screen.write('text:acr.date', 'KFR72-2204-11867');
  const day = await screen.find('date:acr.date');
  await screen.js(`arguments[0].value = '2022-06-18'; for (const kind of ['input', 'change']) arguments[0].dispatchEvent(new Event(kind))`, day);
  await screen.find('date-saved:acr.date');
  await app.shot('15-date');
}

/** The customer's hands are full: a firm that takes a spoken consent has why written on the sheet. */
async function spoken({ app, screen, visit }) {
  await visit.fill();
  await visit.measure('before');
  await visit.onTo('quote');
  await visit.quote();
  await visit.keepQuote();
  await visit.fill();
  await visit.onTo('consent');
  await screen.tap('oral:con.plan');
  await screen.write('oral-why:con.plan', '客户手上有伤，不便签字');
  await app.shot('16-oral');
  await screen.tap('oral-keep:con.plan', { twice: true });
  await screen.find('signed:con.plan');
  await visit.fill();
  await visit.onTo('work');
}

async function conditioner(kit) {
  const phone = dialler(kit.folder);
  const hub = await kit.hub().start();
  const { version } = await hub.json('GET', '/v1/office/settings');
  await hub.call('PUT', '/v1/office/settings', { base: version, values: { 'consent.allow_oral': true } });
  await hub.takeIn(walk, 'ac_repair');
  const app = kit.app('phone', undefined, phone.env);
  const screen = await app.start();
  await screen.write('enrol-link', await hub.link(walk));
  await screen.tap('enrol-join', { twice: true });
  await screen.find(`job:${walk.job.id}`, 30_000);
  const visit = new Visit(screen, walk);
  await called({ app, screen, visit, phone });
  for (const stage of ['preparation', 'dress', 'arrival', 'entry']) {
    await visit.onTo(stage);
    await visit.fill();
  }
  await screen.tap('next-step');
  await until('inside', async () => (await screen.tests('block-confirm:blk.entry')).length > 0);
  await visit.fill();
  for (const stage of ['protection', 'explain']) {
    await visit.onTo(stage);
    await visit.fill();
  }
  await measured({ app, screen, visit });
  await dated({ app, screen });
  await spoken({ app, screen, visit });
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [{ name: 'conditioner: a call that is only dialled, a pressure judged by its refrigerant, a date, a spoken consent', play: conditioner }];
