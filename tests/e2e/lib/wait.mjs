export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks until the answer is true, or says what it waited for. */
export async function until(what, ask, ms = 15_000) {
  const end = Date.now() + ms;
  let last;
  do {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(60);
  } while (Date.now() < end);
  throw new Error(`waited ${ms} ms for: ${what}${last ? ` (${last.message.split('\n')[0]})` : ''}`);
}
