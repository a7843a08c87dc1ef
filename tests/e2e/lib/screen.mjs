// What a person does: tap, write, choose a file, sign. Everything is found by its `data-test` name.
import { By, Key } from 'selenium-webdriver';
import { pause, until } from './wait.mjs';

/** Two taps nearer in time than this on one spot are one to the app; a person who means two waits longer. */
const BREATH_MS = 380;

const css = (test) => `[data-test="${test}"]`;

/** The pointer did not get to where the element was: nothing was pressed. */
const MOVED = ['MoveTargetOutOfBoundsError', 'StaleElementReferenceError'];
const AIMS = 3;

export class Screen {
  constructor(driver) {
    this.driver = driver;
    this.last = { at: 0, x: -100, y: -100 };
  }

  /** Waits as long as a person would before tapping the same spot again. */
  async breathe(x, y) {
    const near = Math.hypot(x - this.last.x, y - this.last.y) < 40;
    const left = this.last.at + BREATH_MS - Date.now();
    if (near && left > 0) await pause(left);
    this.last = { at: Date.now(), x, y };
  }

  js(script, ...args) {
    return this.driver.executeScript(script, ...args);
  }

  async has(test) {
    return (await this.driver.findElements(By.css(css(test)))).length > 0;
  }

  find(test, ms) {
    return until(`${test} on the screen`, async () => (await this.driver.findElements(By.css(css(test))))[0], ms);
  }

  async gone(test, ms) {
    await until(`${test} gone`, async () => !(await this.has(test)), ms);
  }

  async text(test) {
    return this.js('return arguments[0].innerText', await this.find(test));
  }

  async value(test) {
    return (await this.find(test)).getProperty('value');
  }

  async attribute(test, name) {
    return (await this.find(test)).getAttribute(name);
  }

  async saying(words, ms) {
    await until(`“${words}” on the screen`, () => this.js('return document.body.innerText.includes(arguments[0])', words), ms);
  }

  /** Names of everything that has one and can be seen, by prefix. */
  tests(prefix = '') {
    return this.js(
      `return [...document.querySelectorAll('[data-test^="' + arguments[0] + '"]')].filter((at) => at.getClientRects().length > 0 || at.type === 'file').map((at) => at.dataset.test)`,
      prefix,
    );
  }

  async bring(element) {
    await this.js('arguments[0].scrollIntoView({ block: "center" })', element);
  }

  /** Taps with the pointer, on the middle, as a finger would: what lies on top gets it. What moved away before it was touched is aimed at again. */
  async tap(test, { twice = false, ms } = {}) {
    for (let aims = AIMS; ; aims -= 1) {
      try {
        return await this.touch(test, twice, ms);
      } catch (error) {
        if (aims <= 1 || !MOVED.includes(error.name)) throw error;
      }
    }
  }

  async touch(test, twice, ms) {
    const element = await this.find(test, ms);
    await this.bring(element);
    await this.press(element, twice);
  }

  /** The pointer goes to the middle of an element, in so many milliseconds, and is pressed and let go there. */
  async press(element, twice = false, duration = 100) {
    const { x, y, width, height } = await element.getRect();
    await this.breathe(x + width / 2, y + height / 2);
    const actions = this.driver.actions({ async: false }).move({ origin: element, duration }).press().release();
    if (twice) actions.press().release();
    await actions.perform();
    this.last.at = Date.now();
  }

  /** Replaces what stands in a field, and leaves it unless told to stay. */
  async write(test, words, { stay = false } = {}) {
    const element = await this.find(test);
    await this.bring(element);
    await element.click();
    if ((await element.getProperty('value')) !== '') await element.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.DELETE);
    await element.sendKeys(words);
    if (!stay) await this.leave();
  }

  async leave() {
    await this.js('document.activeElement?.blur()');
  }

  /** Gives files to the hidden input behind a button. */
  async choose(test, ...files) {
    const element = await this.find(test);
    await element.sendKeys(files.join('\n'));
  }

  /** Writes ink with the pointer: strokes of points in hundredths of a millimetre, fitted into the field. */
  async ink(box, strokes) {
    const element = await this.find('ink-canvas');
    const { width, height } = await element.getRect();
    const scale = Math.min((width * 0.8) / box[0], (height * 0.7) / box[1]);
    const at = ([x, y]) => ({ origin: element, duration: 4, x: Math.round((x - box[0] / 2) * scale), y: Math.round((y - box[1] / 2) * scale) });
    for (const stroke of strokes) {
      const some = stroke.filter((_, i) => i % 6 === 0 || i === stroke.length - 1);
      const actions = this.driver.actions({ async: false }).move(at(some[0])).press();
      for (const point of some.slice(1)) actions.move(at(point));
      await actions.release().perform();
    }
  }

  goTo(hash) {
    return this.js('location.hash = arguments[0]', hash);
  }

  /** Draws a line on an element with a finger: from and to as parts of its width and height. */
  async drag(test, from, to) {
    const element = await this.find(test);
    await this.bring(element);
    const { width, height } = await element.getRect();
    const at = ([x, y]) => ({ x: Math.round((x - 0.5) * width), y: Math.round((y - 0.5) * height), origin: element });
    const finger = this.driver.actions({ async: true });
    await finger.move(at(from)).press().move({ ...at(to), duration: 200 }).release().perform();
  }

  hash() {
    return this.js('return location.hash');
  }

  /** Errors of the page and of its content policy. */
  errors() {
    return this.js('return window.__errors ?? ["window.__errors is missing"]');
  }
}
