import { resolve } from 'node:path';
import { attackable, regexesIn, regexesOf } from './regexes.ts';

it('no regular expression of ours can be made to run for long', async () => {
  const regexes = regexesIn(resolve('.'), ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts']);
  expect(regexes.length).toBeGreaterThan(50);
  expect(await attackable(regexes)).toEqual([]);
}, 120_000);

it.each([
  ['const x = /^(a+)+$/;', 'vulnerable'],
  [String.raw`z.string().regex(/^([\w.-]+)+@/);`, 'vulnerable'],
  [String.raw`new RegExp('^(\\d|\\d\\d)+$', 'i');`, 'vulnerable'],
  [`/x*x*x*x*x*y/`, 'vulnerable'],
  ['new RegExp(given);', 'is put together at run time'],
])('one that can is found: %s', async (text, verdict) => {
  expect(await attackable(regexesOf('bad.ts', text))).toEqual([
    expect.stringMatching(new RegExp(`^bad.ts:1 .*${verdict}$`)),
  ]);
});
