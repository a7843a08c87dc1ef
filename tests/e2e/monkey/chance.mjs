// Chance by seed. Every throw has a name, and what it comes to depends on seed and name alone: a page that shows one thing
// more this time changes no other throw, so that a seed walks the same way again.

/** FNV-1a, with the last step of MurmurHash3 that spreads it over all bits. */
function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class Chance {
  constructor(seed) {
    this.seed = seed;
  }

  /** More than nothing, less than all. */
  share(...name) {
    return (hash([this.seed, ...name].join('/')) + 0.5) / 2 ** 32;
  }

  happens(odds, ...name) {
    return this.share(...name) < odds;
  }

  below(count, ...name) {
    return Math.floor(this.share(...name) * count);
  }

  one(list, ...name) {
    return list[this.below(list.length, ...name)];
  }

  /** One of `{ name, weight }`: each draws a time that is shorter the more it weighs, and the first one wins. */
  weighed(list, ...name) {
    const drawn = list.map((one) => ({ one, time: -Math.log(this.share(...name, one.name)) / one.weight }));
    return drawn.reduce((first, next) => (next.time < first.time ? next : first)).one;
  }
}
