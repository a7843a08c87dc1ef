// Every screen by its route, at three sizes, in both languages and all three themes, and with bigger words where they have the
// least room: nothing sticks out, overlaps, is cut off or too small to tap; no serious fault by axe-core.
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
const THEMES = ['light', 'dark', 'outdoor'];
const PASSES = [
  ...SIZES.flatMap(([width, height]) => ['zh', 'en'].map((language) => ({ width, height, language, text: 100 }))),
  { width: 360, height: 740, language: 'zh', text: 200 },
  { width: 360, height: 740, language: 'en', text: 200 },
  { width: 1024, height: 768, language: 'en', text: 150 },
];
/** The pictures kept for eyes: each language and each theme once, bigger words once. */
const KEPT = ['zh-light', 'en-dark', 'zh-outdoor', 'zh-light-200', 'en-dark-200', 'en-outdoor-150'];

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
  ['van', '#/van'],
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

/** The faults of the screen that stands there now: all, or those that a theme can make. */
export async function faults(screen, { ofTheme = false } = {}) {
  const found = await screen.js(`return (${page})`);
  // Half a megabyte: sent once, and there until the page is loaded anew.
  if (!(await screen.js('return Boolean(window.axe)'))) await screen.js(axe);
  const serious = await screen.driver.executeAsyncScript(
    `const [rules, done] = arguments;
    axe.run({ include: document, exclude: ['.van-overlay'] }, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) })
      .then((result) => done(result.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', '))))
      .catch((error) => done([String(error)]));`,
    ofTheme ? ['color-contrast'] : null,
  );
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

/** Puts a theme on the screen that stands there, all at once: a colour on its way to another is nobody's. */
async function wear(screen, theme) {
  await screen.js(
    `if (document.adoptedStyleSheets.length === 0) {
       const still = new CSSStyleSheet();
       still.replaceSync('*, *::before, *::after { transition: none !important }');
       document.adoptedStyleSheets = [still];
     }
     document.documentElement.dataset.theme = arguments[0];`,
    theme,
  );
}

export async function everywhere(app, screen, list, tag = '') {
  const all = [];
  for (const { width, height, language, text } of PASSES) {
    await app.resize(width, height);
    await dress(screen, language, 'light', text);
    for (const [name, hash] of list) {
      await wear(screen, 'light');
      await screen.goTo(hash);
      await pause(160);
      for (const theme of THEMES) {
        await wear(screen, theme);
        const look = `${language}-${theme}${text > 100 ? `-${text}` : ''}`;
        const here = await faults(screen, { ofTheme: theme !== 'light' });
        if (KEPT.includes(look)) await app.shot(`layout/${tag}${name}-${width}-${look}`);
        all.push(...here.map((fault) => `${name} ${width}×${height} ${look}: ${fault}`));
      }
    }
  }
  await screen.js('document.adoptedStyleSheets = []');
  await dress(screen, 'zh', 'light');
  await app.resize(412, 915);
  return all;
}

async function beforeTheVisit(kit) {
  const { app, screen } = await enrolled(kit);
  const all = await everywhere(app, screen, routes(walk.job.id));
  if (all.length > 0) throw new Error(`${all.length} faults:\n${all.slice(0, 40).join('\n')}`);
}

export const scenarios = [{ name: 'layout: every screen holds at three sizes, in two languages and three themes, and with bigger words', play: beforeTheVisit }];
