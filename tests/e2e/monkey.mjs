// Random walks through the app's window: whatever a monkey taps, types and kills, no page breaks and nothing that was said
// to be saved is lost.
//
//   node tests/e2e/monkey.mjs --walks 10 --from 1      ten walks, by the seeds 1 to 10
//   node tests/e2e/monkey.mjs --seed 17                one walk again; --steps N: other than 60
//
// Needed: as run.mjs says. The last line is what the walks came to, as JSON.
import { endAll } from './lib/process.mjs';
import { run } from './lib/suite.mjs';
import { STEPS, none, walks } from './monkey/round.mjs';

/** Walks at one office. */
const ROUND = 10;

function asked(args) {
  const given = { walks: 10, from: 1, steps: STEPS, seed: null };
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at].replace(/^--/, '');
    const value = Number(args[at + 1]);
    if (!(name in given) || !Number.isInteger(value)) {
      console.log('monkey takes --walks N, --from N, --seed N and --steps N');
      process.exit(2);
    }
    given[name] = value;
  }
  return given.seed === null ? given : { ...given, from: given.seed, walks: 1 };
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => endAll().then(() => process.exit(1)));
const given = asked(process.argv.slice(2));
const sum = none();
const rounds = [];
for (let done = 0; done < given.walks; done += ROUND) {
  const [from, count] = [given.from + done, Math.min(ROUND, given.walks - done)];
  rounds.push(walks(`monkey: the walks ${from} to ${from + count - 1}`, from, count, given.steps, sum));
}
const began = Date.now();
const failed = await run(rounds);
console.log(JSON.stringify({ ...sum, seconds: Math.round((Date.now() - began) / 1000) }));
process.exit(failed === 0 ? 0 : 1);
