// Bodies and queries with something planted in them: at every place of an example, and with names like a prototype's.

/** The places in an example where a value can be added: its own fields, and those of its objects. */
export const placesIn = (example: unknown): string[][] =>
  typeof example !== 'object' || example === null
    ? []
    : [
        ...(Array.isArray(example) ? [] : [[]]),
        ...Object.entries(example).flatMap(([name, value]) => placesIn(value).map((rest) => [name, ...rest])),
      ];

/** The example with one more field at a place. */
export function put(example: unknown, [first, ...rest]: readonly string[], name: string, value: unknown): unknown {
  if (Array.isArray(example))
    return example.map((item, index) => (String(index) === first ? put(item, rest, name, value) : item));
  if (typeof example !== 'object' || example === null) return example;
  const entries: [string, unknown][] = Object.entries(example);
  const changed = first === undefined ? [...entries, [name, value] as const] : entries;
  return Object.fromEntries(
    changed.map(([key, held]) => [key, key === first && first !== undefined ? put(held, rest, name, value) : held]),
  );
}

export const prototypes = [
  '"__proto__":{"polluted":true}',
  '"constructor":{"prototype":{"polluted":true}}',
  '"prototype":{"polluted":true}',
  '"__proto__":null',
];

/** The example of a body with a prototype in each of its objects, and alone. */
export const likePrototypes = (example: unknown): string[] => {
  const whole = JSON.stringify(example);
  const opens = [...whole.matchAll(/\{(?=")/g)].map(({ index }) => index + 1);
  return prototypes.flatMap((text) => [
    `{${text}}`,
    ...opens.map((at) => `${whole.slice(0, at)}${text},${whole.slice(at)}`),
  ]);
};

export const queriesLikePrototypes = [
  '__proto__[polluted]=1',
  '__proto__.polluted=1',
  '__proto__=1',
  'constructor[prototype][polluted]=1',
];

export const chunks = (names: readonly string[], size: number): string[][] =>
  names.length === 0 ? [] : [names.slice(0, size), ...chunks(names.slice(size), size)];
