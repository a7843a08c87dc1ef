// A phone that dies with work on it: its hand-over file brings everything to the office, and a late sync doubles nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PHOTOS } from '../lib/paths.mjs';
import { expect } from '../lib/suite.mjs';
import { until } from '../lib/wait.mjs';
import { script } from '../walk/visit.mjs';
import { enrolled, preparing } from './trouble.mjs';
import { send } from './waiting.mjs';

const walk = script('dw_repair');
const job = walk.job.id;
const NOTE = '门铃坏了，敲门';

async function dying(kit) {
  const { hub, app, visit } = await enrolled(kit);
  let { screen } = app;
  await send(screen);
  await hub.kill();
  await screen.goTo('#/');
  await preparing(visit);
  await visit.picture('kit.five.photo', join(PHOTOS, readdirSync(PHOTOS).sort()[0]));
  await screen.goTo(`#/job/${job}`);
  await screen.write('note', NOTE, { stay: true });
  await screen.tap('note:add');
  await screen.saying(NOTE);
  await screen.goTo('#/me');
  await screen.tap('handover');
  await screen.find('handover-holds');
  await app.shot('16-handover');
  await screen.tap('handover-make', { twice: true });
  const saved = (await screen.tests('handover-saved:'))[0] ?? (await until('a file', async () => (await screen.tests('handover-saved:'))[0]));
  await app.shot('16b-handover-made');
  expect('errors of the page', await screen.errors(), []);
  await app.kill();

  const folder = join(app.home, 'downloads');
  expect('files', readdirSync(folder), [saved.slice('handover-saved:'.length)]);
  const file = readFileSync(join(folder, readdirSync(folder)[0]));
  if (file.includes(Buffer.from(NOTE))) throw new Error('the file can be read without the key');
  await hub.start();
  const take = async () => {
    const answer = await fetch(`${hub.address}/v1/office/handovers`, { method: 'POST', headers: { authorization: `Bearer ${hub.token}` }, body: file });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const done = await take();
  if (done.changes < 3 || done.files !== 1 || done.held || done.aside) throw new Error(`the office took ${JSON.stringify(done)}`);
  const notes = async () => (await hub.json('GET', `/v1/office/jobs/${job}`)).notes.filter(({ text }) => text === NOTE).length;
  expect('the note at the office', await notes(), 1);
  await take();

  screen = await app.start();
  await send(screen);
  expect('the note at the office, once', await notes(), 1);
}

export const scenarios = [{ name: 'handover: a dying phone hands its work over in a file, and a late sync doubles nothing', play: dying }];
