import type { MissingLine } from '../api/generated';

/** How many names the amber line gives before it counts. */
const NAMED = 2;

/** "着装 7 项、未饮酒声明": the first names, and how many there are in all. */
export function named(
  missing: readonly MissingLine[],
  say: { words: (of: MissingLine['name']) => string; comma: string; more: (what: string, n: number) => string },
): string {
  const what = missing.slice(0, NAMED).map((line) => say.words(line.name)).join(say.comma);
  return missing.length > NAMED ? say.more(what, missing.length) : what;
}
