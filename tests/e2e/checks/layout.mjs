// Every screen by its route, at three sizes, in both languages and both themes, and with bigger words where they have the least
// room: nothing sticks out, overlaps, is cut off or too small to tap; no serious fault by axe-core.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { enrolled } from '../cases/trouble.mjs';
import { pause, until } from '../lib/wait.mjs';
import { script } from '../walk/visit.mjs';

const page = readFileSync(fileURLToPath(new URL('./page.js', import.meta.url)), 'utf8');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const walk = script('dw_repair');
const STAGES = ['appointment', 'preparation', 'dress', 'arrival', 'entry', 'protection', 'explain', 'survey', 'quote', 'consent', 'work', 'test', 'clean', 'demo', 'handover', 'settle', 'sheet', 'departure'];
const SIZES = [[360, 740], [412, 915], [1024, 768]];
const BIGGER = [
  { width: 360, height: 740, language: 'zh', theme: 'light', text: 200 },
  { width: 360, height: 740, language: 'en', theme: 'dark', text: 200 },
  { width: 1024, height: 768, language: 'en', theme: 'light', text: 150 },
];
const PASSES = [
  ...SIZES.flatMap(([width, height]) => ['zh', 'en'].flatMap((language) => ['light', 'dark'].map((theme) => ({ width, height, language, theme, text: 100 })))),
  ...BIGGER,
];

export const routes = (job) => [
  ['today', '#/'],
  ['job', `#/job/${job}`],
  ...STAGES.map((stage) => [`stage-${stage}`, `#/job/${job}/stage/${stage}`]),
  ['questions', `#/job/${job}/questions`],
  ['to-settle', '#/questions'],
  ['request', '#/request'],
  ['schedule', '#/schedule'],
  ['outbox', '#/outbox'],
  ['me', '#/me'],
  ['handover', '#/me/handover'],
  ['storage', '#/me/storage'],
  ['reminders', '#/me/reminders'],
  ['lock', '#/me/lock'],
  ['diagnostics', '#/me/diagnostics'],
  ['camera', `#/job/${job}/camera/kit.five.photo`],
  ['badge', '#/badge'],
  ['rules', '#/me/rules'],
  ['licences', '#/me/licences'],
];

/** Routes that exist only once there is a quote and a sheet. */
export const later = (job) => [
  ['quote-edit', `#/job/${job}/quote/edit`],
  ['quote', `#/job/${job}/quote`],
  ['ink', `#/job/${job}/ink/con.plan`],
  ['pay', `#/job/${job}/pay/wechat`],
  ['sheet', `#/job/${job}/sheet`],
];

/** The faults of the screen that stands there now. */
export async function faults(screen) {
  const found = await screen.js(`return (${page})`);
  // Half a megabyte: sent once, and there until the page is loaded anew.
  if (!(await screen.js('return Boolean(window.axe)'))) await screen.js(axe);
  const serious = await screen.driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] })
      .then((result) => done(result.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', '))))
      .catch((error) => done([String(error)]));`);
  return [...found, ...serious];
}

/** Language, theme and text size as the person chose them. */
export async function dress(screen, language, theme, text = 100) {
  await screen.goTo('#/me');
  await screen.tap(`language:${language}`);
  await screen.tap(`theme:${theme}`);
  await screen.tap(`text:${text}`);
  await until('the theme and the size', () => screen.js('const { theme, text } = document.documentElement.dataset; return theme === arguments[0] && (text ?? "100") === arguments[1]', theme, String(text)));
}

export async function everywhere(app, screen, list, tag = '') {
  const all = [];
  for (const { width, height, language, theme, text } of PASSES) {
    await app.resize(width, height);
    await dress(screen, language, theme, text);
    const look = `${language}-${theme}${text > 100 ? `-${text}` : ''}`;
    for (const [name, hash] of list) {
      await screen.goTo(hash);
      await pause(160);
      const here = await faults(screen);
      // Half of the pictures show every language and every theme once.
      if ((language === 'zh') === (theme === 'light') || text > 100) await app.shot(`layout/${tag}${name}-${width}-${look}`);
      all.push(...here.map((fault) => `${name} ${width}×${height} ${look}: ${fault}`));
    }
  }
  await dress(screen, 'zh', 'light');
  await app.resize(412, 915);
  return all;
}

async function beforeTheVisit(kit) {
  const { app, screen } = await enrolled(kit);
  const all = await everywhere(app, screen, routes(walk.job.id));
  if (all.length > 0) throw new Error(`${all.length} faults:\n${all.slice(0, 40).join('\n')}`);
}

export const scenarios = [{ name: 'layout: every screen holds at three sizes, in two languages, light and dark, and with bigger words', play: beforeTheVisit }];
