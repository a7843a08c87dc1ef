// Links that must not enrol, each with a reason beside the field; and the one that must, after all of them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture } from '../lib/code.mjs';
import { PHOTOS } from '../lib/paths.mjs';
import { expect } from '../lib/suite.mjs';
import { until } from '../lib/wait.mjs';
import { script } from '../walk/visit.mjs';

const walk = script('dw_repair');

/** Tries a link; gives the code of the refusal that stands beside the field. */
async function refusal(screen, link) {
  await screen.write('enrol-link', link);
  await screen.tap('enrol-join', { twice: true });
  const code = await until('a reason beside the link', async () => {
    const busy = await screen.attribute('enrol-join', 'aria-disabled');
    return busy !== 'true' && (await screen.has('enrol-refused')) && screen.attribute('enrol-refused', 'data-code');
  }, 40_000);
  const words = await screen.text('enrol-refused');
  if (!/[\u4e00-\u9fff]/.test(words)) throw new Error(`the reason speaks no Chinese: ${words}`);
  if (/\bErr\b|\{|\}|undefined|null|panic|::/.test(words)) throw new Error(`the reason is no sentence: ${words}`);
  return code;
}

function changed(link, name, make) {
  const url = new URL(link);
  url.searchParams.set(name, make(url.searchParams.get(name)));
  return url.toString();
}

async function wrongLinks(kit) {
  const hub = await kit.hub().start();
  await hub.takeIn(walk, 'dw_repair');
  const link = await hub.link(walk);
  const app = kit.app();
  const screen = await app.start();
  const codes = [];
  codes.push(await refusal(screen, '你好，这不是链接'));
  codes.push(await refusal(screen, changed(link, 'token', () => 'AAAAAAAAAAAAAAAAAAAAAA')));
  codes.push(await refusal(screen, changed(link, 'hub', () => 'http://192.0.2.1:7310')));
  // Another office answers than the one whose key the code names.
  const stranger = await kit.hub('stranger').start();
  await stranger.takeIn(walk, 'dw_repair');
  codes.push(await refusal(screen, changed(await stranger.link(walk), 'pin', () => new URL(link).searchParams.get('pin'))));
  await app.shot('00b-enrol-refused');
  if (codes.some((code) => !code || code === 'app.broken')) throw new Error(`codes: ${codes}`);
  await screen.write('enrol-link', link);
  await screen.tap('enrol-join', { twice: true });
  await screen.find(`job:${walk.job.id}`, 30_000);
  expect('errors of the page', await screen.errors(), []);
}

async function usedLink(kit) {
  const hub = await kit.hub().start();
  await hub.takeIn(walk, 'dw_repair');
  const link = await hub.link(walk);
  const first = await kit.app('phone-1').start();
  await first.write('enrol-link', link);
  await first.tap('enrol-join');
  await first.find(`job:${walk.job.id}`, 30_000);
  const second = await kit.app('phone-2').start();
  const code = await refusal(second, link);
  if (code === 'app.broken') throw new Error('a used code ends in a broken call');
  expect('the second phone has no day', await second.has('search'), false);
}

/** A photo of the office's screen; first one with no code in it. */
async function photographedCode(kit) {
  const hub = await kit.hub().start();
  await hub.takeIn(walk, 'dw_repair');
  const { qr } = await hub.json('POST', '/v1/office/enrolments', { person: walk.technician.person });
  const path = join(kit.folder, 'code.png');
  writeFileSync(path, picture(qr));
  const app = kit.app('phone', undefined, { DOORSTEP_CAMERA_STAND_IN: '1' });
  const screen = await app.start();
  await screen.tap('enrol-scan');
  await until('a live picture', () => screen.js('return document.querySelector(`[data-test="camera-live"]`)?.videoWidth > 0'), 30_000);
  await screen.choose('scan-picture-file', join(PHOTOS, '02-mat.jpg'));
  await screen.find('scan-none');
  await app.shot('00c-enrol-scan');
  await screen.choose('scan-picture-file', path);
  await screen.find(`job:${walk.job.id}`, 30_000);
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [
  { name: 'enrolment: a picture of the office\'s code is enough, and one without a code says so', play: photographedCode },
  { name: 'enrolment: a wrong link, code, address or key says why, and the right one still works', play: wrongLinks },
  { name: 'enrolment: a code that was used enrols nobody else', play: usedLink },
];
