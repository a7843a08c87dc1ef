// What runs inside the page, called from outside.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pause } from '../lib/wait.mjs';

const read = (name) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
const PAGE = read('./page.js');
const FORWARD = read('./forward.js');

export const STAGES = ['appointment', 'preparation', 'dress', 'arrival', 'entry', 'protection', 'explain', 'survey', 'quote', 'consent', 'work', 'test', 'clean', 'demo', 'handover', 'settle', 'sheet', 'departure'];

/** Where nothing was under way for so long, the page is at rest. */
const CALM_MS = 30;
/** So long anything of it may take, on however busy a machine: what comes later does not come. */
export const LATEST_MS = 60_000;

/** The page of an app's window. A page that was loaded anew has forgotten what was put into it, so each call brings it along. */
export class Page {
  constructor(app) {
    this.app = app;
  }

  js(script, ...args) {
    return this.app.driver.executeScript(script, ...args);
  }

  /** Loads it anew by the driver: a script that is asked for while its page goes never comes back. */
  reload() {
    return this.app.driver.navigate().refresh();
  }

  call(name, ...args) {
    return this.js(`${PAGE} return window.__monkey.${name}(...arguments)`, ...args);
  }

  /** What stands there once nothing is under way, and the next look sees the same. */
  async look() {
    const end = Date.now() + LATEST_MS;
    for (let before; Date.now() < end; await pause(10)) {
      const look = await this.call('look');
      const stands = JSON.stringify([look.hash, look.things]);
      if (look.calm >= CALM_MS && stands === before) return look;
      before = stands;
    }
    throw new Error('the app does not come to rest');
  }

  held(job, stages = STAGES) {
    return this.call('held', job, stages);
  }

  holds(job, text) {
    return this.call('holds', job, STAGES, text);
  }

  drafts(job) {
    return this.js('return window.__TAURI_INTERNALS__.invoke("drafts", { job: arguments[0] })', job);
  }

  aim(thing) {
    return this.call('aim', thing.test, thing.n);
  }

  paste(thing, text) {
    return this.call('paste', thing.test, thing.n, text);
  }

  stands(thing, text) {
    return this.call('stands', thing.test, thing.n, text);
  }

  forward(job, stages, walk, inks) {
    return this.js(`return (${FORWARD})(...arguments)`, job, stages, walk, inks);
  }
}
