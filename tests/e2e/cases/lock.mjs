// A device with a PIN: it opens with that alone, wrong ones wait, and the visit stands as it was. And what else the Me screen
// leads to: reminders, storage, diagnostics.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '../lib/suite.mjs';
import { pause, until } from '../lib/wait.mjs';
import { script } from '../walk/visit.mjs';
import { enrolled, preparing } from './trouble.mjs';
import { send } from './waiting.mjs';

const walk = script('dw_repair');
const job = walk.job.id;
const NOTE = '狗在院子里，先打电话';

async function enter(screen, pin) {
  for (const digit of pin) await screen.tap(`pin:${digit}`);
  await screen.tap('pin:done', { twice: true });
}
const wrong = (screen) => screen.js('return document.querySelector("[data-test=pin-wrong]")?.textContent ?? ""');

async function locked(kit) {
  const { app, visit } = await enrolled(kit);
  let { screen } = app;
  await send(screen);
  await screen.goTo('#/');
  await preparing(visit);
  await screen.goTo(`#/job/${job}`);
  await screen.write('note', NOTE, { stay: true });
  await screen.tap('note:add');
  await screen.saying(NOTE);

  await screen.goTo('#/me');
  await screen.tap('lock');
  await app.shot('17-pin');
  await screen.tap('pin-set');
  await enter(screen, '2580');
  await app.shot('17b-pin-again');
  await enter(screen, '2581');
  await until('that they differ', async () => (await wrong(screen)) !== '');
  await enter(screen, '2580');
  await enter(screen, '2580');
  await screen.find('pin-remove');
  await screen.tap('shut-after:1');
  const keys = readdirSync(join(app.home, 'keys'));
  if (keys.includes('database.key')) throw new Error('the database\'s key lies there unwrapped');

  await app.kill();
  screen = await app.start();
  await screen.find('lock');
  expect('anything else on the screen', await screen.js('return document.querySelectorAll(".app").length'), 0);
  await app.shot('17c-locked');
  await enter(screen, '1111');
  await until('a wrong PIN', async () => (await wrong(screen)) !== '');
  await enter(screen, '2580');
  await until('the app behind it', () => screen.js('return !document.querySelector("[data-test=lock]") && Boolean(document.querySelector(".app"))'));
  await screen.goTo(`#/job/${job}`);
  await screen.saying(NOTE);
  await screen.goTo(`#/job/${job}/ink/sht.sign_tech`);
  await until('whose device this is', () => screen.js('return document.querySelector("[data-test=signer-name]")?.value === arguments[0]', walk.technician.name));

  for (let n = 0; n < 5; n += 1) await screen.js('return window.__TAURI_INTERNALS__.invoke("set_pin", { old: "0000", pin: null }).catch(() => undefined)');
  await app.kill();
  screen = await app.start();
  await until('a wait', async () => (await wrong(screen)).includes('后再试'));
  await enter(screen, '2580');
  // As long as a right PIN takes, and longer.
  await pause(3000);
  expect('still shut', await screen.js('return Boolean(document.querySelector("[data-test=lock]"))'), true);
  expect('errors of the page', await screen.errors(), []);
}

async function around(kit) {
  const { app } = await enrolled(kit);
  const { screen } = app;
  await screen.goTo('#/me');
  await screen.tap('reminders');
  await screen.find('reminder-kind:recall');
  await screen.tap('reminder-kind:upload', { twice: true });
  await app.shot('18-reminders');
  await screen.goTo('#/me/storage');
  await screen.find('storage-total');
  await app.shot('19-storage');
  await screen.goTo('#/me/diagnostics');
  await screen.find('diagnostics');
  await screen.tap('diagnostics-save', { twice: true });
  await screen.find('diagnostics-saved');
  await app.shot('20-diagnostics');
  const text = readFileSync(join(app.home, 'downloads', 'doorstep-diagnostics.txt'), 'utf8');
  const { fields } = walk.job;
  for (const personal of [fields['customer.name'], fields['customer.phone'], fields['customer.address'], walk.technician.name]) {
    if (text.includes(personal)) throw new Error(`the diagnostics name ${personal}`);
  }
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [
  { name: 'lock: a device with a PIN opens with it alone, and the visit stands as it was', play: locked },
  { name: 'lock: reminders, storage and diagnostics say how it stands, and nothing personal', play: around },
];
