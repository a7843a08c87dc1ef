// The van: what the warehouse issues is counted and checked in, a part is asked for without a network, another is overused, and
// the office reads the same.
import { expect } from '../lib/suite.mjs';
import { until } from '../lib/wait.mjs';
import { everywhere } from '../checks/layout.mjs';
import { script } from '../walk/visit.mjs';
import { enrolled } from './trouble.mjs';
import { send } from './waiting.mjs';

const walk = script('dw_repair');
const { person } = walk.technician;
const PART = 'CF-20';

async function stock(kit) {
  const { hub, app, screen } = await enrolled(kit);
  const warehouse = (say) => hub.call('POST', `/v1/office/vans/${person}`, { say });
  const van = () => hub.json('GET', `/v1/office/vans/${person}`);
  await screen.goTo('#/van');
  await screen.find('van-shut');
  await warehouse({ issue: { part: PART, quantity: '4', note: '' } });
  await warehouse({ issue: { part: 'EPDM-69B', quantity: '20', note: '' } });
  await send(screen);
  await screen.goTo('#/van');
  await screen.find('van-receive-all');
  await app.shot('19-parts-arriving');
  const first = (await van()).arriving.find((step) => step.part === PART).record;
  // One short: the technician says so.
  await screen.tap(`van-differs:${first}`);
  await screen.write(`van-really:${first}`, '3');
  await screen.tap(`van-receive:${first}`);
  await until('the first checked in', async () => !(await screen.has(`van-step:${first}`)));
  await screen.tap('van-receive-all', { twice: true });
  await screen.gone('van-receive-all');
  await hub.kill();
  await screen.write('van-find', '锁闭');
  await screen.tap(`van-part:${PART}`);
  await screen.write('van-quantity', '2');
  await screen.write('van-note', '明天王女士家要用', { stay: true });
  await new Promise((done) => setTimeout(done, 500));
  expect('errors of the page before the kill', await screen.errors(), []);
  let now = await app.restart();
  await now.goTo(`#/van?part=${PART}`);
  expect('what was typed before the kill', await now.value('van-note'), '明天王女士家要用');
  await new Promise((done) => setTimeout(done, 400));
  await app.shot('19b-part');
  await now.tap('van-send', { twice: true });
  await now.gone('van-part');
  await now.saying('要了，仓库还没答');
  await now.goTo(`#/van?part=EPDM-69B`);
  await now.tap('van-way:hand_back');
  await now.write('van-quantity', '25');
  await now.tap('van-send');
  await now.find('van-below');
  await app.shot('19c-parts');
  const faults = await everywhere(app, now, [['van', '#/van'], ['van-part', `#/van?part=${PART}`]], 'held-');
  if (faults.length > 0) throw new Error(`${faults.length} faults of the layout:\n${faults.slice(0, 40).join('\n')}`);
  await now.goTo('#/outbox');
  await now.find(`outbox:van-${person}`);
  await hub.start();
  await send(now);
  const seen = await van();
  const held = (code) => seen.parts.find(({ part }) => part === code).held;
  expect('the office reads', [held(PART), held('EPDM-69B'), seen.asked.length, seen.arriving.length], ['3', '-5', 1, 0]);
  await warehouse({ decline: { ask: seen.asked[0].record, note: '缺货，周五到' } });
  await send(now);
  await now.goTo('#/van');
  await now.saying('缺货，周五到');
  expect('errors of the page', await now.errors(), []);
}

export const scenarios = [{ name: 'van: issued, checked in one short, asked for without a network, overused, and both sides agree', play: stock }];
