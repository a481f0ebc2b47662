import { resolve } from 'node:path';
import { attackable, regexesIn, regexesOf } from './regexes.ts';

it('no regular expression of this repository has catastrophic backtracking (ReDoS)', async () => {
  const regexes = regexesIn(resolve('.'), ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts']);
  expect(regexes.length).toBeGreaterThan(50);
  expect(await attackable(regexes)).toEqual([]);
});

it.each([
  ['const x = /^(a+)+$/;', 'vulnerable'],
  [String.raw`z.string().regex(/^([\w.-]+)+@/);`, 'vulnerable'],
  [String.raw`new RegExp('^(\\d|\\d\\d)+$', 'i');`, 'vulnerable'],
  [`/x*x*x*x*x*y/`, 'vulnerable'],
  ['new RegExp(given);', 'is put together at run time'],
])('finds a vulnerable one: %s', async (text, verdict) => {
  expect(await attackable(regexesOf('bad.ts', text))).toEqual([
    expect.stringMatching(new RegExp(`^bad.ts:1 .*${verdict}$`)),
  ]);
});
