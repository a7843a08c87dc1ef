// What waits for a person: two phones that differ, a wish to correct the brief, a job asked for on site.
import { everywhere } from '../checks/layout.mjs';
import { expect } from '../lib/suite.mjs';
import { pause, until } from '../lib/wait.mjs';
import { Visit, script } from '../walk/visit.mjs';
import { enrolled } from './trouble.mjs';

const walk = script('dw_repair');
const job = walk.job.id;
export const COLLEAGUE = { person: 'p-liuyang', name: '刘洋', badge: '0522' };

/** A second technician on the walk's job, with a phone of their own. */
export async function colleague(kit, hub) {
  await hub.call('POST', '/v1/office/people', COLLEAGUE);
  await hub.call('POST', `/v1/office/jobs/${job}/crew`, [{ person: walk.technician.person }, { person: COLLEAGUE.person }]);
  const { url } = await hub.json('POST', '/v1/office/enrolments', { person: COLLEAGUE.person });
  const app = kit.app('colleague');
  const screen = await app.start();
  await screen.write('enrol-link', url);
  await screen.tap('enrol-join', { twice: true });
  await screen.find(`job:${job}`, 30_000);
  return app;
}

export async function send(screen) {
  await screen.goTo('#/outbox');
  await screen.tap('send');
  await until('everything at the office', async () => (await screen.text('outbox-head')).includes('公司都收到了'), 60_000);
  await until('the round over', async () => (await screen.attribute('send', 'aria-disabled')) !== 'true', 60_000);
}

/** Agrees on a time so many days from now. */
export async function agree(screen, day) {
  await screen.goTo(`#/job/${job}/stage/appointment`);
  await until('the appointment', async () => (await screen.has('appointment-change')) || (await screen.has('appointment-keep')));
  if (await screen.has('appointment-change')) await screen.tap('appointment-change');
  await screen.tap(`day:${day}`);
  await screen.tap('appointment-keep');
  await screen.find('appointment-agreed');
}

async function twoPhones(kit) {
  const { hub, app, screen } = await enrolled(kit);
  const other = await colleague(kit, hub);
  await send(screen);
  await hub.kill();
  await agree(screen, 0);
  await pause(1100);
  await agree(other.screen, 1);
  await hub.start();
  await send(screen);
  await send(other.screen);
  await send(screen);
  await screen.goTo('#/');
  await screen.find('to-settle');
  await app.shot('11a-today-to-settle');
  await screen.tap('to-settle');
  await screen.tap(`job:${job}`);
  await screen.saying('哪个上门时间是对的');
  await screen.saying('按规范先选它');
  await app.shot('11-question');
  const faults = await everywhere(app, screen, [['job', `#/job/${job}`], ['questions', `#/job/${job}/questions`], ['to-settle', '#/questions']], 'open-');
  if (faults.length > 0) throw new Error(`${faults.length} faults of the layout:\n${faults.slice(0, 40).join('\n')}`);
  await hub.kill();
  await screen.goTo(`#/job/${job}`);
  await screen.tap('see-questions');
  const label = (await screen.text('settle')).trim();
  if (!/^定为 .*\d\d:\d\d–\d\d:\d\d$/.test(label)) throw new Error(`the button says ${label}`);
  await screen.tap('settle', { twice: true });
  await screen.find('all-settled');
  await app.shot('11b-question-settled');
  await hub.start();
  await send(screen);
  await send(other.screen);
  await other.screen.goTo(`#/job/${job}/questions`);
  await other.screen.find('all-settled');
  expect('errors of the page', [...(await screen.errors()), ...(await other.screen.errors())], []);
}

async function correction(kit) {
  const { hub, app, screen } = await enrolled(kit);
  await screen.tap(`job:${job}`);
  await app.shot('02-job');
  await screen.tap('correct:product');
  await screen.tap('correct-line:product.installed');
  await screen.write('correct-should', '2019-04-02');
  await screen.write('correct-why', '窗扇铭牌上写着');
  await app.shot('02c-correct');
  await screen.tap('correct-send', { twice: true });
  await screen.find('wish:product.installed');
  await app.shot('02d-correct-waits');
  await send(screen);
  const { questions } = await hub.json('GET', `/v1/office/jobs/${job}`);
  await hub.call('POST', `/v1/office/jobs/${job}/settle`, { settle: { wish: { wish: questions[0].options[0].record, adopt: false, reason: '发票上是另一天' } } });
  await send(screen);
  await screen.goTo(`#/job/${job}`);
  await screen.find('declined:product.installed');
  await screen.saying('发票上是另一天');
  expect('errors of the page', await screen.errors(), []);
}

async function askedOnSite(kit) {
  const { hub, app } = await enrolled(kit);
  let { screen } = app;
  await hub.kill();
  await screen.tap('request');
  await screen.write('request-customer', '李秀英 女士');
  await screen.write('request-phone', '137 0000 1111', { stay: true });
  await pause(500);
  screen = await app.restart();
  await screen.tap('request');
  await until('the words after a kill', async () => (await screen.value('request-phone')) === '137 0000 1111');
  await screen.tap('request-send');
  await app.shot('15a-request-lacks');
  await screen.write('request-address', '云州市望江区滨河路 27 号枫林苑 3 幢 2 单元 503');
  await screen.write('request-symptom', '纱窗轮子掉了，推不动');
  await screen.tap('service:dw_repair');
  await app.shot('15-request');
  await screen.tap('request-send', { twice: true });
  await screen.find('request:here');
  await app.shot('15b-request-here');
  await screen.write('note', '下午四点以后在家。');
  await screen.tap('note:add');
  await screen.saying('下午四点以后在家');
  const asked = /job\/(RQ\d{6}-[A-Z0-9]{10})/.exec(await screen.hash())?.[1];
  await screen.goTo('#/');
  await screen.find(`job:${asked}`);
  await app.shot('15c-today-request');
  await hub.start();
  await send(screen);
  await screen.goTo(`#/job/${asked}`);
  await screen.find('request:at_office', 30_000);
  await pause(400);
  await app.shot('15d-request-at-office');
  await hub.call('POST', `/v1/office/jobs/${asked}/adopt`, { pack: 'dw_repair' });
  await send(screen);
  await screen.goTo(`#/job/${asked}`);
  await screen.find('go-on', 30_000);
  await app.shot('15e-request-adopted');
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [
  { name: 'waiting: two phones agree on times apart, one settles offline, the other hears of it', play: twoPhones },
  { name: 'waiting: a wish to correct the brief waits for the office, and its answer is shown', play: correction },
  { name: 'waiting: a job asked for offline survives a kill, reaches the office and becomes a job', play: askedOnSite },
];
