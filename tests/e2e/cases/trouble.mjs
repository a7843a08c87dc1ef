// A photo that does not decode, a hub that dies in the middle of a round, and what two fast taps may not do.
import { writeFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '../lib/suite.mjs';
import { PHOTOS } from '../lib/paths.mjs';
import { pause, until } from '../lib/wait.mjs';
import { Visit, script } from '../walk/visit.mjs';

const walk = script('dw_repair');

export async function enrolled(kit, env) {
  const hub = await kit.hub().start();
  await hub.takeIn(walk, 'dw_repair');
  const app = kit.app('phone', undefined, env);
  const screen = await app.start();
  await screen.write('enrol-link', await hub.link(walk));
  await screen.tap('enrol-join', { twice: true });
  await screen.find(`job:${walk.job.id}`, 30_000);
  return { hub, app, screen, visit: new Visit(screen, walk) };
}

/** As far as the preparation, where photos may be taken. */
export async function preparing(visit) {
  await visit.open();
  await visit.onTo('appointment');
  await visit.appointment();
  await visit.fill();
  await visit.onTo('preparation');
}

async function badPhoto(kit) {
  const { app, screen, visit } = await enrolled(kit);
  await preparing(visit);
  const good = join(PHOTOS, readdirSync(PHOTOS).sort()[0]);
  const half = join(kit.folder, '半张照片.jpg');
  writeFileSync(half, readFileSync(good).subarray(0, 3000));
  const text = join(kit.folder, '说明.jpg');
  writeFileSync(text, '这不是照片');
  await screen.choose('photo:kit.five.photo', half, text, good);
  await until('a reason for each bad file', async () => (await screen.tests('photo-refused:')).length === 2, 30_000);
  await until('the good one beside them', async () => (await visit.shown('kit.five.photo')) === 1, 30_000);
  await screen.saying('半张照片.jpg');
  await app.shot('05b-photo-refused');
  expect('errors of the page', await screen.errors(), []);
}

async function dyingHub(kit) {
  const { hub, app, screen, visit } = await enrolled(kit);
  await preparing(visit);
  const name = readdirSync(PHOTOS).sort()[0];
  for (let n = 0; n < 3; n += 1) await visit.picture('kit.five.photo', join(PHOTOS, name)).catch(() => undefined);
  await screen.goTo('#/outbox');
  await screen.tap('send');
  await hub.kill();
  await until('the round over', async () => (await screen.attribute('send', 'aria-disabled')) !== 'true', 60_000);
  await app.shot('10c-outbox-hub-gone');
  await screen.goTo(`#/job/${walk.job.id}/stage/preparation`);
  await until('the work as it was', async () => (await visit.shown('kit.five.photo')) >= 1);
  await hub.start();
  await screen.goTo('#/outbox');
  await screen.tap('send');
  await until('everything at the office', async () => (await screen.text('outbox-head')).includes('公司都收到了'), 90_000);
  expect('errors of the page', await screen.errors(), []);
}

async function fastTaps(kit) {
  const { hub, screen, visit } = await enrolled(kit);
  await preparing(visit);
  await hub.kill();
  await visit.fill();
  await visit.onTo('dress');
  await visit.fill();
  // One spot, two taps: 出发 is taken, 我到了 is not.
  await screen.tap('next-step', { twice: true });
  await until('the departure', async () => (await screen.has('go-on')) && (await screen.text('go-on')).includes('我到了'));
  await pause(600);
  expect('still on the way', (await screen.text('go-on')).includes('我到了'), true);
  await screen.write('note', '楼下有门禁，按 0502。');
  await screen.tap('note:add', { twice: true });
  await screen.saying('楼下有门禁');
  await pause(300);
  expect('notes of two taps', await screen.js('return document.body.innerText.split("楼下有门禁").length - 1'), 1);
  expect('errors of the page', await screen.errors(), []);
}

async function chinese(kit) {
  const { screen } = await enrolled(kit);
  await screen.tap('search');
  await screen.write('search-field', '滨河', { stay: true });
  await screen.find(`job:${walk.job.id}`);
  expect('what is marked', await screen.js('return [...document.querySelectorAll("mark")].map((at) => at.innerText).join()'), '滨河');
  await screen.tap('search-which:over');
  await screen.saying('没有找到“滨河”');
  await screen.tap('search-which:open');
  await screen.find(`job:${walk.job.id}`);
  await screen.write('search-field', '漏风', { stay: true });
  await until('the fault that was found', () => screen.js('return [...document.querySelectorAll("mark")].some((at) => at.innerText === "漏风")'));
  await screen.write('search-field', '没有这个人', { stay: true });
  await screen.saying('没有找到“没有这个人”');
  expect('errors of the page', await screen.errors(), []);
}

/** A finger on the list goes down and lets go. */
const PULLED = `
  const list = document.querySelector('.van-pull-refresh__track');
  const at = (kind, y) => {
    const event = new Event(kind, { bubbles: true, cancelable: true });
    const touch = { clientX: 200, clientY: y, identifier: 1, target: list };
    Object.assign(event, { touches: kind === 'touchend' ? [] : [touch], changedTouches: [touch] });
    list.dispatchEvent(event);
  };
  at('touchstart', 200);
  for (let y = 210; y <= 420; y += 30) at('touchmove', y);
  at('touchend', 420);`;

async function pulledDown(kit) {
  const { hub, app, screen } = await enrolled(kit);
  await screen.goTo('#/');
  await screen.js(PULLED);
  await screen.saying('和公司同步好了', 10_000);
  await app.shot('01d-today-pulled');
  await screen.find(`job:${walk.job.id}`);
  await hub.kill();
  await pause(2000);
  await screen.js(PULLED);
  await screen.saying('现在连不上公司，联网后会自己发', 20_000);
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [
  { name: 'today: pulled down, it syncs with the office, and says so where there is none', play: pulledDown },
  { name: 'trouble: a photo that does not decode stands beside its slot and keeps no other out', play: badPhoto },
  { name: 'trouble: a hub that dies during a round loses nothing, and the next round finishes', play: dyingHub },
  { name: 'trouble: two fast taps do a thing once', play: fastTaps },
  { name: 'search: two Chinese characters find the job, and nothing found says so', play: chinese },
];
