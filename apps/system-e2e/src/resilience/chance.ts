/** Reproducible randomness: the same seed kills the same processes in the same order. */
export type Chance = () => number;

/** Numbers from 0 up to 1, 1 excluded (mulberry32, public domain by Tommy Ettinger). */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const between = (chance: Chance, least: number, most: number): number =>
  Math.floor(least + chance() * (most - least));

/** A random item; undefined for an empty list. */
export const oneOf = <T>(chance: Chance, all: readonly T[]): T | undefined => all[Math.floor(chance() * all.length)];

export const shuffled = <T>(chance: Chance, all: readonly T[]): T[] =>
  all
    .map((each) => ({ each, place: chance() }))
    .sort((one, other) => one.place - other.place)
    .map(({ each }) => each);
