// The app's own camera: every shot is kept before the next, marked, blurred, put in order; only what was used leaves.
import { expect } from '../lib/suite.mjs';
import { until } from '../lib/wait.mjs';
import { script } from '../walk/visit.mjs';
import { enrolled, preparing } from './trouble.mjs';
import { send } from './waiting.mjs';

const walk = script('dw_repair');
const job = walk.job.id;
const ITEM = 'kit.five.photo';
const shots = async (screen) => (await screen.tests('shot:')).map((name) => name.slice('shot:'.length));

async function camera(kit) {
  const { hub, app, visit } = await enrolled(kit, { DOORSTEP_CAMERA_STAND_IN: '1' });
  let { screen } = app;
  await preparing(visit);
  await screen.goTo('#/me');
  await screen.tap('place:on');
  // A desk knows no place: this is the one it says.
  await screen.js('Object.defineProperty(navigator, "geolocation", { value: { watchPosition: (found) => (found({ coords: { latitude: 30.274084, longitude: 120.15507, accuracy: 11.4 } }), 1), clearWatch: () => undefined } })');
  await screen.goTo(`#/job/${job}/stage/preparation`);
  await screen.tap(`photo-take:${ITEM}`);
  await screen.find('camera-shoot');
  await until('the place in the stamp', async () => (await screen.text('stamp')).includes('30.27408°N 120.15507°E ±12 m'), 30_000);
  await until('a live picture', () => screen.js('return document.querySelector(`[data-test="camera-live"]`)?.videoWidth > 0'), 30_000);
  for (const n of [1, 2, 3]) {
    await screen.tap('camera-shoot');
    await until(`shot ${n} kept`, async () => (await shots(screen)).length === n, 30_000);
  }
  await app.shot('05d-camera');
  const before = await shots(screen);
  screen = await app.restart();
  await screen.goTo(`#/job/${job}/camera/${ITEM}`);
  await until('the shots after a kill', async () => (await shots(screen)).length === 3, 30_000);
  expect('the shots after a kill', await shots(screen), before);

  // A blur over the middle of the first; the second removed, and had back.
  await screen.tap(`shot:${before[0]}`);
  await screen.tap('tool:blur');
  await screen.drag('shot-layer', [0.2, 0.3], [0.7, 0.6]);
  await screen.tap('tool:arrow');
  await screen.drag('shot-layer', [0.1, 0.1], [0.5, 0.25]);
  await screen.find('shot-blur-kept');
  await app.shot('05e-shot-marked');
  await screen.tap('shot-done');
  await screen.find('camera-use');
  await screen.tap(`shot:${before[1]}`);
  await screen.tap('shot-remove');
  await until('one fewer', async () => (await shots(screen)).length === 2);
  await screen.tap('camera-use', { twice: true });
  await until('the camera closed', async () => !(await screen.hash()).includes('/camera/'), 30_000);
  await screen.goTo(`#/job/${job}/stage/preparation`);
  await until('the stage with two photos', async () => (await screen.tests('photo-shown:')).length === 2, 30_000);
  await app.shot('05f-photos-used');
  const used = (await screen.tests('photo-shown:')).map((name) => name.slice('photo-shown:'.length));
  if (used.some((digest) => before.includes(digest))) throw new Error('a picture without its stamp and marks became a record');
  await send(screen);
  for (const digest of used) await hub.blob(digest);
  for (const digest of before) {
    if (await hub.blob(digest).then(() => true, () => false)) throw new Error('a picture that was not to leave is at the office');
  }
  expect('errors of the page', await screen.errors(), []);
}

async function refused(kit) {
  const { app, screen, visit } = await enrolled(kit, { DOORSTEP_CAMERA_STAND_IN: '' });
  await preparing(visit);
  await screen.goTo(`#/job/${job}/camera/${ITEM}`);
  await screen.find('camera-gallery');
  await screen.choose('camera-file', visit.photo(ITEM));
  await until('the photo in the tray', async () => (await shots(screen)).length === 1, 30_000);
  await app.shot('05g-camera-gallery');
  await screen.tap('camera-use');
  await until('the camera closed', async () => !(await screen.hash()).includes('/camera/'), 30_000);
  await screen.goTo(`#/job/${job}/stage/preparation`);
  await until('the photo', async () => (await screen.tests('photo-shown:')).length === 1, 30_000);
  expect('errors of the page', await screen.errors(), []);
}

export const scenarios = [
  { name: 'camera: shots outlive a kill, and only what was used leaves the phone, marked, blurred and stamped', play: camera },
  { name: 'camera: with no camera the gallery is the way', play: refused },
];
