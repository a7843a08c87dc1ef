// The whole repair, from the enrolment link to the sheet at the office: the office away from before the preparation until
// after the departure, the app killed five times on the way.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bars } from '../lib/code.mjs';
import { dialler } from '../lib/dialler.mjs';
import { SHOTS } from '../lib/paths.mjs';
import { expect } from '../lib/suite.mjs';
import { until } from '../lib/wait.mjs';
import { agree as agreeOn, colleague, send } from '../cases/waiting.mjs';
import { everywhere, later, routes } from '../checks/layout.mjs';
import { Visit, script } from './visit.mjs';

const walk = script('dw_repair');
const job = walk.job.id;

/** Kills the app, opens it again and goes back to where the job is. */
async function killed(app, visit) {
  expect('errors of the page before the kill', await visit.screen.errors(), []);
  visit.screen = await app.restart();
  await visit.open();
}

async function appointment({ app, visit, screen }) {
  await screen.saying('王淑敏');
  await app.shot('01-today');
  await visit.open();
  await app.shot('02-job');
  await visit.onTo('appointment');
  await visit.appointment();
  await visit.fill();
  await app.shot('03a-appointment');
  await screen.tap('next-step', { twice: true });
  await until('the time agreed', async () => (await screen.has('go-on')) && (await screen.text('go-on')).includes('开始准备'));
}

async function onTheWay({ app, visit }) {
  await visit.onTo('preparation');
  await app.shot('03-preparation');
  await visit.screen.tap('next-step');
  await app.shot('03b-preparation-shut');
  await visit.fill();
  // Killed 1: what a block confirmed is there again.
  await killed(app, visit);
  await visit.onTo('dress');
  await visit.screen.tap('item:drs.bag');
  await app.shot('03c-exception');
  await visit.screen.tap('item:drs.bag');
  await visit.fill();
  await visit.screen.find('block-confirmed:blk.dress');
  expect('the way from dress', await visit.way(), 'step');
  await visit.onTo('arrival');
  await visit.fill();
  await visit.onTo('entry');
  await visit.fill();
  await visit.screen.tap('next-step');
  await until('inside', async () => (await visit.screen.tests('block-confirm:blk.entry')).length > 0);
  await visit.fill();
  await app.shot('03d-entry');
  await visit.onTo('protection');
  await visit.fill();
  await app.shot('05-photos');
  await visit.onTo('explain');
  await visit.fill();
}

async function survey({ app, visit }) {
  await visit.onTo('survey');
  // Killed 2: half a sentence is a draft, and comes back without a tap.
  await visit.screen.write('text:dia.listen', '北卧室、书房两扇窗', { stay: true });
  await new Promise((done) => setTimeout(done, 500));
  await killed(app, visit);
  await visit.onTo('survey');
  expect('the draft after a kill', await visit.screen.value('text:dia.listen'), '北卧室、书房两扇窗');
  await visit.screen.write('text:dia.listen', walk.words['dia.listen']);
  await visit.screen.find('text-saved:dia.listen');
  await visit.survey();
  await visit.screen.tap('unit:窗 1 北卧室');
  await visit.screen.tap('measure:dwr.gap');
  await app.shot('04-survey');
  await visit.screen.tap('pad:close');
  await visit.fill();
  await scanned(app, visit);
  await app.shot('04d-survey-filled');
}

/** The label's bars come behind what was typed, and are a record at once. */
async function scanned(app, visit) {
  const before = await visit.screen.value('text:dia.model');
  const label = join(app.home, 'label.png');
  await writeFile(label, bars('A7-3190'));
  await visit.screen.tap('scan:dia.model');
  await visit.screen.choose('scan-picture-file', label);
  await until('the serial in its field', async () => (await visit.screen.value('text:dia.model')) === `${before}、A7-3190`);
  await visit.screen.find('text-saved:dia.model');
}

async function agree({ app, visit }) {
  await visit.onTo('quote');
  await visit.quote();
  await app.shot('06a-quote-edit');
  // Killed 3: a quote that was being written is there line by line.
  await new Promise((done) => setTimeout(done, 500));
  const total = await visit.screen.text('quote-live-total');
  await killed(app, visit);
  await visit.onTo('quote');
  await visit.screen.tap('quote-make');
  await until('the total again', async () => (await visit.screen.text('quote-live-total')) === total);
  await visit.keepQuote();
  await visit.fill();
  await app.shot('06b-quote');
  await visit.onTo('consent');
  await visit.screen.tap('consent:con.plan');
  await visit.screen.saying('王女士，请您过目');
  expect('what the customer reads', await visit.screen.text('customer-total'), total);
  await app.shot('06-quote-consent');
  expect('an order number in the customer mode', await visit.screen.js('return document.body.innerText.includes(arguments[0])', job), false);
  await visit.screen.tap('customer-agree', { twice: true });
  await visit.screen.find('ink-canvas');
  await app.shot('07a-ink-empty');
  // Going away with ink on the field asks first.
  await visit.screen.ink([4000, 1000], [[[200, 200, 0, 0], [2000, 600, 90, 0], [3800, 300, 180, 0]]]);
  await visit.screen.js('history.back()');
  await visit.screen.saying('这份签字还没存');
  await visit.screen.js('[...document.querySelectorAll(".van-dialog button")].find((at) => at.innerText.includes("继续签")).click()');
  await until('the question gone', () => visit.screen.js('return getComputedStyle(document.querySelector(".van-dialog")).display === "none"'));
  await visit.screen.tap('ink-clear');
  await visit.sign(walk.signer.name);
  await visit.at('consent');
  await visit.screen.find('signed:con.plan');
  await visit.fill();
  await app.shot('07b-consent-signed');
}

async function repair({ app, visit }) {
  await visit.onTo('work');
  await visit.parts();
  await visit.fill();
  await app.shot('08a-work');
  // Killed 4: parts and serials are there.
  await killed(app, visit);
  await visit.onTo('test');
  await visit.measure('after');
  await visit.measure('before');
  await visit.fill();
  await app.shot('08b-test');
  await visit.onTo('clean');
  await linedUp(app, visit);
  await visit.fill();
  await app.shot('08f-clean');
  await visit.onTo('demo');
  await visit.fill();
  await visit.onTo('handover');
  await visit.fill();
  await visit.onTo('settle');
  await visit.payCode(app, '08d-pay-code');
  await visit.pay();
  await visit.fill();
  await app.shot('08c-settle');
}

/** What shows the place afterwards is taken through the picture from before. */
async function linedUp(app, visit) {
  const { screen } = visit;
  await screen.goTo(`#/job/${walk.job.id}/camera/cln.after`);
  await screen.tap('camera-ghost', { ms: 30_000 });
  await screen.find('camera-ghost-shown');
  await app.shot('08e-camera-lined-up');
  await screen.goTo(`#/job/${walk.job.id}/stage/clean`);
  await visit.at('clean');
}

/** The sheet lies where other apps find it, and the phone's viewer was asked to open it. */
async function shared({ app, screen, opened }) {
  await screen.tap('sheet-share', { twice: true });
  const folder = join(app.home, 'downloads');
  const file = await until('the sheet as a file', async () => existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.pdf')));
  const pdf = await screen.js('return window.__TAURI_INTERNALS__.invoke("sheet", { job: arguments[0] })', job).then((view) => view.pdf);
  expect('the digest of the file', createHash('sha256').update(readFileSync(join(folder, file))).digest('hex'), pdf);
  await until('the viewer asked', async () => opened().some((path) => path.endsWith(file)));
}

async function sheet({ app, visit, opened }) {
  await visit.onTo('sheet');
  await visit.fill();
  await visit.rate();
  await visit.screen.tap('sign:sht.sign_customer');
  await visit.sign(walk.signer.name);
  await visit.at('sheet');
  await visit.screen.find('signed:sht.sign_customer');
  await visit.screen.tap('sign:sht.sign_tech');
  await app.shot('07c-ink-technician');
  await visit.sign(walk.technician.name);
  await visit.at('sheet');
  await visit.fill();
  // Killed 5: both signatures stand, and nothing is sealed yet.
  await killed(app, visit);
  await visit.onTo('sheet');
  await visit.screen.find('signed:sht.sign_tech');
  await app.shot('08d-sheet-stage');
  expect('the way from the signatures', await visit.way(), 'seal');
  await visit.screen.tap('next-step', { twice: true });
  await until('every page drawn', async () => Number(await visit.screen.attribute('paper', 'data-drawn')) >= 1, 30_000);
  await visit.screen.find('sealed');
  await app.shot('08-sheet');
  await shared({ app, screen: visit.screen, opened });
  await visit.screen.tap('next-step', { twice: true });
  await visit.at('departure');
  await visit.fill();
  await app.shot('09-departure');
}

/** What the office must hold: the same documents, the sheet and every photo, digest by digest. */
async function atTheOffice({ hub, app, screen, photos }) {
  await screen.goTo('#/outbox');
  await screen.find('send');
  await app.shot('10-outbox-waiting');
  await screen.tap('send', { twice: true });
  await until('everything at the office', async () => (await screen.text('outbox-head')).includes('公司都收到了'), 60_000);
  await app.shot('10b-outbox-done');
  const pdf = await screen.js('return window.__TAURI_INTERNALS__.invoke("sheet", { job: arguments[0] })', job).then((view) => view.pdf);
  const bytes = await hub.blob(pdf);
  expect('the sheet begins as a PDF', bytes.subarray(0, 5).toString(), '%PDF-');
  await writeFile(join(SHOTS, 'sheet.pdf'), bytes);
  if (photos.length < 8) throw new Error(`only ${photos.length} photos were taken`);
  for (const digest of new Set(photos)) await hub.blob(digest);
  if ((await hub.document(job, 'log')).length < 1000) throw new Error('the log at the office is empty');
}

/** The digests of every photo of the visit, as the app shows them. */
async function photosOf(screen) {
  const stages = ['preparation', 'entry', 'protection', 'survey', 'work', 'test', 'clean'];
  const found = await screen.js(
    `const invoke = window.__TAURI_INTERNALS__.invoke;
     return Promise.all(arguments[1].map((stage) => invoke('stage', { job: arguments[0], stage })))
       .then((views) => views.flatMap((view) => view.blocks.flatMap((block) => block.items.flatMap((item) => item.photos.map((photo) => photo.digest)))));`,
    job,
    stages,
  );
  return found;
}

/** What the colleague wrote arrives after the signature: the sheet stands, and one tap puts the answer back. */
async function afterSigning({ app, screen, other }) {
  await send(other);
  await send(screen);
  await screen.goTo(`#/job/${job}`);
  await screen.tap('see-questions');
  await screen.find('signed-untouched');
  await screen.saying('已签的那份没有动');
  await app.shot('12-changed-since-signed');
  const faults = await everywhere(app, screen, [['questions', `#/job/${job}/questions`]], 'signed-');
  if (faults.length > 0) throw new Error(`${faults.length} faults of the layout:\n${faults.slice(0, 40).join('\n')}`);
  await screen.goTo(`#/job/${job}/questions`);
  await screen.tap('settle', { twice: true });
  await screen.find('all-settled');
  await send(screen);
}

async function whole(kit) {
  const hub = await kit.hub().start();
  await hub.takeIn(walk, 'dw_repair');
  const { env, opened } = dialler(kit.folder);
  const app = kit.app('phone', undefined, { ...env, DOORSTEP_CAMERA_STAND_IN: '1' });
  const screen = await app.start();
  await app.shot('00-enrol');
  await screen.write('enrol-link', await hub.link(walk));
  await screen.tap('enrol-join', { twice: true });
  await screen.find(`job:${job}`);
  const other = await colleague(kit, hub);
  const visit = new Visit(screen, walk);
  await appointment({ app, visit, screen });
  await hub.kill();
  await onTheWay({ app, visit });
  await survey({ app, visit });
  await agree({ app, visit });
  await repair({ app, visit });
  await sheet({ app, visit, opened });
  // The colleague has been without a network since the morning, and agrees on a time of their own.
  await agreeOn(other.screen, 2);
  await hub.start();
  const photos = await photosOf(visit.screen);
  await atTheOffice({ hub, app, screen: visit.screen, photos });
  for (const [name, hash] of [['11-me', '#/me'], ['12-licences', '#/me/licences'], ['01z-today-done', '#/']]) {
    await visit.screen.goTo(hash);
    await new Promise((done) => setTimeout(done, 400));
    await app.shot(name);
  }
  await afterSigning({ hub, app, screen: visit.screen, other: other.screen });
  expect('errors of the page', await visit.screen.errors(), []);
  // The same screens again, full of what a visit leaves in them.
  const full = ['today', 'job', 'stage-dress', 'stage-protection', 'stage-survey', 'stage-quote', 'stage-consent', 'stage-work', 'stage-test', 'stage-settle', 'stage-sheet', 'outbox'];
  const list = [...later(job), ...routes(job).filter(([name]) => full.includes(name))];
  const faults = await everywhere(app, visit.screen, list, 'done-');
  if (faults.length > 0) throw new Error(`${faults.length} faults of the layout:\n${faults.slice(0, 40).join('\n')}`);
}

export const scenarios = [{ name: 'walk: a repair from the link to the sealed sheet, the office away and the app killed five times', play: whole }];
