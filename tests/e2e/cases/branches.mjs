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

export const scenarios = [{ name: 'branches: nobody home, two calls, a message and a note at the door', play: nobodyHome }];
