// The real window through tauri-driver and WebKitWebDriver. Neither DMABUF nor compositing may be switched off: both hang
// screenshots.
import { createServer } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Builder, Capabilities, WebDriver } from 'selenium-webdriver';
import { Executor, HttpClient } from 'selenium-webdriver/http/index.js';
import { APP, SHOTS } from './paths.mjs';
import { end, start } from './process.mjs';
import { Screen } from './screen.mjs';
import { until } from './wait.mjs';

/** A window that starts or turns has so long, on however busy a machine. */
const STANDS_MS = 60_000;

/** A port nobody listens on, of those the system gives to no connection: one of these may be gone before it is used. */
async function freePort() {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const server = createServer();
  const free = await new Promise((done) => server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true)));
  if (!free) return freePort();
  await new Promise((done) => server.close(done));
  return port;
}

export class App {
  /** `home` is the app's data folder, which outlives every start. */
  constructor({ home, display, size = [412, 915], program = APP, env = {} }) {
    Object.assign(this, { home, display, size, program, env });
  }

  async start() {
    const [port, native] = [await freePort(), await freePort()];
    mkdirSync(this.home, { recursive: true });
    // What the web view keeps (language, theme) belongs to this phone too.
    const view = { XDG_DATA_HOME: join(this.home, 'view', 'data'), XDG_CACHE_HOME: join(this.home, 'view', 'cache'), XDG_CONFIG_HOME: join(this.home, 'view', 'config') };
    const env = { DISPLAY: this.display, DOORSTEP_HOME: this.home, LANG: 'C.UTF-8', NO_AT_BRIDGE: '1', ...view, ...this.env };
    this.driverProcess = start('tauri-driver', ['--port', String(port), '--native-port', String(native)], { env, log: join(this.home, '..', 'driver.log') });
    await until('tauri-driver', async () => (await fetch(`http://127.0.0.1:${port}/status`)).status > 0, STANDS_MS);
    const capabilities = new Capabilities();
    capabilities.set('tauri:options', { application: this.program });
    capabilities.setBrowserName('wry');
    this.asked = Date.now();
    const session = await new Builder().withCapabilities(capabilities).usingServer(`http://127.0.0.1:${port}/`).build().getSession();
    // The session stands: what follows goes to WebKitWebDriver itself. Over tauri-driver most commands wait 40 ms for an
    // acknowledgement of TCP's.
    this.driver = new WebDriver(session, new Executor(new HttpClient(`http://127.0.0.1:${native}/`)));
    await this.resize(...this.size);
    this.screen = new Screen(this.driver);
    await until('the first screen', () => this.screen.js('return document.querySelector("#app > *, [data-test=lock]") !== null'), STANDS_MS);
    return this.screen;
  }

  async resize(width, height) {
    this.size = [width, height];
    const inner = () => this.driver.executeScript('return [window.innerWidth, window.innerHeight]');
    // The window has a frame of its own on some systems, and takes its time: only a small difference is a frame.
    let frame = [0, 0];
    await until(`a window of ${width} by ${height}`, async () => {
      const [w, h] = await inner();
      if (w === width && h === height) return true;
      const off = [width - w, height - h];
      if (off.every((side) => Math.abs(side) < 100)) frame = frame.map((side, at) => side + off[at]);
      await this.driver.manage().window().setRect({ x: 0, y: 0, width: width + frame[0], height: height + frame[1] });
      return false;
    }, STANDS_MS);
  }

  /** Takes the app away without a word, as a dead battery does. */
  async kill() {
    await end(this.driverProcess, 'SIGKILL');
    this.driver = this.screen = undefined;
  }

  /** Killed and opened again on the same folder. */
  async restart() {
    await this.kill();
    return this.start();
  }

  async stop() {
    if (this.driver) await this.driver.quit().catch(() => undefined);
    await end(this.driverProcess);
    this.driver = this.screen = undefined;
  }

  async shot(name) {
    mkdirSync(dirname(join(SHOTS, name)), { recursive: true });
    writeFileSync(join(SHOTS, `${name}.png`), await this.driver.takeScreenshot(), 'base64');
  }
}
