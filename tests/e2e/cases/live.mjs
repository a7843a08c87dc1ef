// The office calls, and the open app shows what it changed without a tap; and how files travel over a weak line.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PHOTOS } from '../lib/paths.mjs';
import { slowLine } from '../lib/slow.mjs';
import { expect } from '../lib/suite.mjs';
import { pause, until } from '../lib/wait.mjs';
import { Visit, script } from '../walk/visit.mjs';
import { enrolled, preparing } from './trouble.mjs';

const walk = script('dw_repair');
/** Far less than the minute after which the app would ask of its own accord. */
const SOON_MS = 8_000;

async function calls(kit) {
  const { hub, app, screen } = await enrolled(kit);
  const said = async (words, ms) => {
    const began = Date.now();
    await hub.call('POST', `/v1/office/jobs/${walk.job.id}/notes`, { text: words });
    await screen.saying(words, ms);
    return Date.now() - began;
  };
  await screen.goTo(`#/job/${walk.job.id}`);
  await screen.find('note');
  const took = [await said('客户改到下午三点后在家', SOON_MS), await said('门禁密码改成 0817', SOON_MS)];
  await app.shot('02c-office-called');
  await screen.goTo('#/');
  const second = await hub.takeIn(walk, 'dw_repair', 'GD261120-0099');
  await screen.find(`job:${second}`, SOON_MS);
  // A hub that was away is listened to again.
  await hub.stop();
  await hub.start();
  await screen.goTo(`#/job/${walk.job.id}`);
  took.push(await said('物业说走东门', 25_000));
  console.log(`        notes of the office on the screen after ${took.join(', ')} ms`);
  expect('errors of the page', await screen.errors(), []);
}

async function files(kit) {
  const hub = await kit.hub().start();
  await hub.takeIn(walk, 'dw_repair');
  const line = await slowLine(hub.port);
  const app = kit.app();
  const screen = await app.start();
  const link = new URL(await hub.link(walk));
  link.searchParams.set('hub', `http://127.0.0.1:${line.port}`);
  await screen.write('enrol-link', link.toString());
  await screen.tap('enrol-join', { twice: true });
  await screen.find(`job:${walk.job.id}`, 30_000);
  const visit = new Visit(screen, walk);
  await preparing(visit);
  line.rate = 60_000;
  const names = readdirSync(PHOTOS).sort().slice(0, 3);
  await screen.choose('photo:kit.five.photo', ...names.map((name) => join(PHOTOS, name)));
  await until('the photos beside the item', async () => (await visit.shown('kit.five.photo')) === names.length, 30_000);
  await app.shot('05c-photos-waiting');
  await screen.goTo('#/outbox');
  const lines = () => screen.js('return [...document.querySelectorAll(\'[data-test^="file:"]\')].map((at) => ({ sent: Number(at.dataset.sent), truth: at.dataset.truth, words: at.innerText }))');
  await until('a line for each photo', async () => (await lines()).length === names.length);
  await screen.tap('send');
  await until('a file half-way', async () => (await lines()).some(({ sent, truth, words }) => truth === 'waiting' && sent > 0 && words.includes('正在发')), 60_000);
  await app.shot('10d-outbox-sending');
  await screen.goTo(`#/job/${walk.job.id}/stage/preparation`);
  await until('a photo’s share on the photo', () => screen.js('return [...document.querySelectorAll(".photo")].some((at) => /[0-9]%/.test(at.innerText))'), 60_000);
  await app.shot('05d-photos-sending');
  line.rate = Infinity;
  await screen.goTo('#/outbox');
  await until('everything at the office', async () => (await screen.text('outbox-head')).includes('公司都收到了'), 90_000);
  const [, there, of] = (await screen.text('outbox-there')).match(/(\d+)\/(\d+)/);
  expect('at the office, of all', there, of);
  await pause(300);
  await app.shot('10e-outbox-there');
  await screen.goTo(`#/job/${walk.job.id}/stage/preparation`);
  await until('every photo at the office', () => screen.js('return [...document.querySelectorAll(".photo")].every((at) => at.innerText.includes("已到"))'));
  line.stop();
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [
  { name: 'live: what the office changes is on the open screen within seconds, without a tap', play: calls },
  { name: 'live: over a weak line each photo says how much of it the office has', play: files },
];
