// What the window costs with ten thousand jobs on the phone: from the start to a usable list, from a tap to its answer, and
// the weight of what the first screen loads. One line of JSON each; `cargo xtask bench` runs it on the release build.
//
//   node tests/e2e/bench.mjs
//
// Needed: target/release/doorstep and doorstep-app; the rest as run.mjs says. DOORSTEP_BENCH_PHONE_JOBS: other than 10,000.
// DOORSTEP_PHOTOS_12MP: a folder with a camera's photos, at least one; without it none is taken in.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { App } from './lib/app.mjs';
import { display } from './lib/display.mjs';
import { Hub } from './lib/hub.mjs';
import { ROOT, release } from './lib/paths.mjs';
import { endAll } from './lib/process.mjs';
import { pause, until } from './lib/wait.mjs';
import { Visit, script } from './walk/visit.mjs';

const JOBS = Number(process.env.DOORSTEP_BENCH_PHONE_JOBS ?? 10_000);
/** Visits of today, which the measured taps belong to. */
const TODAY = 8;
const STARTS = 15;
const ROWS = 5_000;
const PHOTOS = 20;
const SEARCHES = 30;
const BREATH_MS = 800;
const FRAMES = 240;
const PHOTO_ITEM = 'kit.five.photo';
const walk = script('dw_repair');

const pick = (list, n) => list[n % list.length];
const name = (n) => pick(['王', '李', '张', '刘', '陈', '杨', '赵', '欧阳'], n) + pick(['丽', '伟', '秀英', '建国', '敏', '志强', '淑敏'], n >> 3);

/** The time offered for a row: the first ones today, the others over the two years to come. */
function offered(n) {
  const time = new Date(Date.now() + (n < TODAY ? 0 : 1 + (n % 700)) * 86_400_000);
  return `${time.getFullYear()}-${String(time.getMonth() + 1).padStart(2, '0')}-${String(time.getDate()).padStart(2, '0')} 16:00`;
}

function table(from, to) {
  const rows = ['单号,客户姓名,电话,地址,故障描述,产品型号,预约时间'];
  for (let n = from; n < to; n += 1) {
    const address = `幸福路 ${n % 300} 号院 ${n % 17} 号楼 ${n % 2400} 室`;
    rows.push(`EXT-${n},${name(n)},138${String(n).padStart(8, '0')},${address},${pick(['窗户漏风', '门扇下垂', '锁点磨损'], n)},断桥铝平开窗 PK-68,${offered(n)}`);
  }
  return Buffer.from(rows.join('\n'), 'utf8');
}

/** An office with its jobs, all of one technician. */
async function office(hub) {
  const { person, name: called, badge } = walk.technician;
  await hub.call('POST', '/v1/office/people', { person, name: called, badge });
  for (let from = 0; from < JOBS; from += ROWS) {
    const body = table(from, Math.min(from + ROWS, JOBS));
    const digest = createHash('sha256').update(body).digest('hex');
    const url = `${hub.address}/v1/office/imports?pack=dw_repair&confirm=${digest}`;
    const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${hub.token}` }, body });
    const done = await answer.json();
    if (!answer.ok || done.wrong > 0) throw new Error(`the import: ${answer.status} ${JSON.stringify(done).slice(0, 300)}`);
    for (const job of done.jobs) await hub.call('POST', `/v1/office/jobs/${job}/crew`, [{ person }]);
  }
}

const say = (bench, more) => console.log(JSON.stringify({ bench, ...more }));
function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
  return { n: sorted.length, p50_ms: at(0.5), p95_ms: at(0.95) };
}

/** From the call that starts the program to the list in the window, by the page's own mark. */
async function starts(app) {
  const took = [];
  for (let n = 0; n < STARTS; n += 1) {
    await app.stop();
    const screen = await app.start();
    const listed = await until('the list', () => screen.js('const mark = performance.getEntriesByName("today")[0]; return mark && performance.timeOrigin + mark.startTime'));
    took.push(listed - app.asked);
  }
  say('start_to_list', { jobs: JOBS, ...spread(took) });
}

/** Everything the first screen has loaded, as a server would send it. */
async function weight(screen) {
  // The web view lists no resources of its own protocol; what was asked for stands in the head.
  const loaded = await screen.js('return [...document.querySelectorAll("script[src], link[href]")].map((at) => new URL(at.src || at.href, location).pathname).filter((path) => /\\.(js|css)$/.test(path))');
  const files = ['/index.html', ...new Set(loaded)].map((path) => readFileSync(join(ROOT, 'ui', 'technician', 'dist', decodeURIComponent(path))));
  if (files.length < 3) throw new Error(`the first screen loaded only ${loaded}`);
  const sum = (list) => list.reduce((all, one) => all + one.length, 0);
  say('first_screen', { files: files.length, bytes: sum(files), gzip_bytes: sum(files.map((file) => gzipSync(file, { level: 9 }))) });
}

/** Presses a button of the page and waits until what it says has changed: from the event to the next frame. */
const ANSWER = `
  const [press, wanted, done] = arguments;
  const button = document.querySelector('[data-test="' + press + '"]');
  const there = () => document.querySelector('[data-test="' + wanted + '"]');
  const began = performance.now();
  const eye = new MutationObserver(() => {
    if (!there()) return;
    eye.disconnect();
    const answered = performance.now();
    requestAnimationFrame(() => done([answered - began, performance.now() - began]));
  });
  eye.observe(document.body, { childList: true, subtree: true, attributes: true });
  button.click();`;

/** Blocks confirmed at today's visits: each tap writes several answers, commits them and reads the stage anew. */
async function taps(screen) {
  const [answered, shown] = [[], []];
  const jobs = (await screen.tests('job:')).map((test) => test.slice('job:'.length));
  for (const id of jobs.slice(0, TODAY)) {
    const visit = new Visit(screen, { ...walk, job: { ...walk.job, id } });
    await screen.goTo(`#/job/${id}`);
    await screen.find('go-on');
    await visit.onTo('appointment');
    await visit.appointment();
    await visit.fill();
    await screen.tap('next-step');
    await until('the time agreed', async () => (await screen.has('go-on')) && (await screen.text('go-on')).includes('开始准备'));
    await visit.onTo('preparation');
    for (const confirm of await screen.tests('block-confirm:')) {
      const block = confirm.slice('block-confirm:'.length);
      const [changed, drawn] = await screen.driver.executeAsyncScript(ANSWER, confirm, `block-confirmed:${block}`);
      answered.push(changed);
      shown.push(drawn);
    }
  }
  say('tap_answered', { jobs: JOBS, ...spread(answered) });
  say('tap_shown', { jobs: JOBS, ...spread(shown) });
  return jobs.slice(0, TODAY);
}

/** A job opened from the list, from the tap to its next step on the screen. */
async function opens(screen, jobs) {
  const [answered, shown] = [[], []];
  for (const id of jobs) {
    await screen.goTo('#/');
    await screen.find(`job:${id}`);
    // Two taps on one spot, one right after the other, are one to the app.
    await pause(BREATH_MS);
    const [changed, drawn] = await screen.driver.executeAsyncScript(ANSWER, `job:${id}`, 'go-on');
    answered.push(changed);
    shown.push(drawn);
  }
  say('job_opened', { jobs: JOBS, ...spread(answered) });
  say('job_shown', { jobs: JOBS, ...spread(shown) });
}

/** Types into the search; answered once the list shows other jobs. */
const TYPED = `
  const [text, done] = arguments;
  const field = document.querySelector('[data-test="search-field"]');
  const rows = () => [...document.querySelectorAll('[data-test^="job:"]')].map((row) => row.dataset.test).join(' ');
  const before = rows();
  const began = performance.now();
  const look = () => (rows() === before ? void requestAnimationFrame(look) : done(performance.now() - began));
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  look();`;
async function searches(screen) {
  const took = [];
  await screen.goTo('#/');
  await screen.tap('search');
  await screen.find('search-field');
  for (let n = 0; n < SEARCHES; n += 1) {
    // One job by its number, some thirty by a street: each has other hits than the one before.
    const text = n % 2 ? `138${String(1000 + n * 37).padStart(8, '0')}` : `幸福路 ${(n * 9) % 300} 号院`;
    took.push(await screen.driver.executeAsyncScript(TYPED, text));
  }
  await screen.tap('search');
  say('search_shown', { jobs: JOBS, ...spread(took) });
}

/** A week's list scrolled through: frames that came late. */
const SCROLLED = `
  const [frames, done] = arguments;
  const list = [...document.querySelectorAll('.page__body')].find((at) => at.scrollHeight > at.clientHeight + 100) ?? document.scrollingElement;
  const gaps = [];
  let last = performance.now();
  const step = (now) => {
    gaps.push(now - last);
    last = now;
    list.scrollTop = (list.scrollTop + 120) % Math.max(1, list.scrollHeight - list.clientHeight);
    if (gaps.length < frames) requestAnimationFrame(step);
    else done(gaps.slice(2));
  };
  requestAnimationFrame(step);`;
async function scrolls(screen) {
  await screen.goTo('#/schedule');
  await screen.find('week-after');
  await until('rows', async () => (await screen.tests('job:')).length > 5);
  const gaps = await screen.driver.executeAsyncScript(SCROLLED, FRAMES);
  say('scroll_frames', { jobs: JOBS, frames: gaps.length, late: gaps.filter((gap) => gap > 34).length, ...spread(gaps) });
}

/** Chooses photos and waits for each: from the choice to the picture drawn on the screen, saved by then. */
const SHOWN = `
  const [test, done] = arguments;
  const seen = new Set([...document.querySelectorAll('[data-test^="photo-shown:"] img')].map((img) => img.src));
  let began = 0;
  document.querySelector('[data-test="' + test + '"]').addEventListener('change', () => (began = performance.now()), { once: true, capture: true });
  const look = () => {
    const img = [...document.querySelectorAll('[data-test^="photo-shown:"] img')].find((img) => !seen.has(img.src) && img.complete && img.naturalWidth > 0);
    if (!img) return void requestAnimationFrame(look);
    img.decode().then(() => requestAnimationFrame(() => (window.__shown = performance.now() - began)));
  };
  window.__shown = 0;
  look();
  done();`;

/** Memory of the app and its web view: what is theirs alone and their share of the rest, in MiB. */
function memory(home) {
  let kib = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DOORSTEP_HOME=${home}`)) continue;
      if (!/doorstep-app|WebKit(Web|Network)Pr/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))) continue;
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return Math.round(kib / 1024);
}

/** Photos of twelve megapixels, one after the other, into the preparation of today's visits. */
async function photos(app, screen, jobs) {
  const from = process.env.DOORSTEP_PHOTOS_12MP;
  if (!from) return;
  const files = readdirSync(from).sort().map((file) => join(from, file));
  const took = [];
  await screen.goTo(`#/job/${jobs[0]}/stage/preparation`);
  await screen.find(`photo:${PHOTO_ITEM}`);
  const idle = memory(app.home);
  let most = idle;
  const watch = setInterval(() => (most = Math.max(most, memory(app.home))), 50);
  for (let n = 0; n < PHOTOS; n += 1) {
    await screen.goTo(`#/job/${pick(jobs, n)}/stage/preparation`);
    await screen.find(`photo:${PHOTO_ITEM}`);
    await screen.driver.executeAsyncScript(SHOWN, `photo:${PHOTO_ITEM}`);
    await screen.choose(`photo:${PHOTO_ITEM}`, pick(files, n));
    took.push(await until('the photo', () => screen.js('return window.__shown'), 30_000));
  }
  clearInterval(watch);
  say('photo_shown', { photos: PHOTOS, bytes: readFileSync(files[0]).length, ...spread(took) });
  say('photo_memory', { photos: PHOTOS, idle_mib: idle, most_over_idle_mib: most - idle, after_over_idle_mib: memory(app.home) - idle });
}

const HUB = release('doorstep');
const APP = release('doorstep-app');
for (const program of [HUB, APP]) {
  if (!existsSync(program)) {
    console.log(`${program} is missing: build it first`);
    process.exit(2);
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => endAll().then(() => process.exit(1)));
const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'));
let app;
try {
  const hub = await new Hub(join(folder, 'hub'), HUB).start();
  await office(hub);
  app = new App({ home: join(folder, 'phone'), display: (await display(folder)).name, program: APP });
  const screen = await app.start();
  await screen.write('enrol-link', await hub.link(walk));
  const began = Date.now();
  await screen.tap('enrol-join');
  await screen.find('next-up', 300_000);
  await until('every job on the phone', async () => (await screen.js('return window.__TAURI_INTERNALS__.invoke("today")')).later >= JOBS - TODAY, 300_000);
  say('fresh_phone', { jobs: JOBS, ms: Date.now() - began });
  await hub.kill();
  await starts(app);
  await weight(app.screen);
  const visits = await taps(app.screen);
  await opens(app.screen, visits);
  await searches(app.screen);
  await scrolls(app.screen);
  await photos(app, app.screen, visits);
} finally {
  await app?.stop().catch(() => undefined);
  await endAll();
}
rmSync(folder, { recursive: true, force: true });
