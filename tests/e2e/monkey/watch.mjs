// What must hold after every step of a monkey.
import { until } from '../lib/wait.mjs';
import { LATEST_MS } from './page.mjs';

/** What was typed is kept so soon: the app's own 250 ms, and the way to the disk. */
export const KEPT_MS = 500;
/** Fields that ask rather than tell, and a day, which is a record at once. */
const ASKS = /^(search-field|rules-find|pick-find|van-find|signer-name|enrol-link)$|^date:/;

/** Something that must hold does not. */
export class Broken extends Error {}

export const isTold = (field) => !ASKS.test(field);

function fail(what) {
  throw new Broken(what);
}

/** The page as it stands once nothing is under way: whole, with something to read and something to tap. */
export async function whole(page) {
  const look = await until('a page with something to read and to tap', async () => {
    const seen = await page.look();
    const ways = seen.things.some(({ kind }) => ['main', 'button', 'question'].includes(kind));
    return seen.errors.length > 0 || (seen.words > 0 && ways) ? seen : null;
  }, LATEST_MS).catch((error) => fail(`the page is blank, or leads nowhere: ${error.message}`));
  if (look.errors.length > 0) fail(`errors of the page: ${look.errors.join('\n')}`);
  return look;
}

/** Of what the screen says is saved, what the app does not hold so. */
export function unheld(saved, held) {
  return saved.filter(([name, value]) => !(name in held) || (value !== null && held[name] !== value)).map(([name, value]) => `${name}: the screen says ${value ?? 'it is there'}, the app holds ${held[name] ?? 'nothing'}`);
}

/** What the app held before and does not hold so now. */
export function lost(before, after, may = () => false) {
  return Object.entries(before).filter(([name, value]) => after[name] !== value && !may(name)).map(([name, value]) => `${name}: was ${value || 'there'}, is ${after[name] ?? 'gone'}`);
}

export function nothing(list, what) {
  if (list.length > 0) fail(`${what}:\n${list.slice(0, 12).join('\n')}`);
}
