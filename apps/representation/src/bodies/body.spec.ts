import { refuseMonolingual } from '@passerelle/platform/features/records';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { bodyExample } from '../examples.js';
import { BodyRecord } from './body.entity.js';
import { BodyState, NewBody } from './body.schema.js';

const id = '01930000-0000-7000-8000-000000000001';
const other = '01930000-0000-7000-8000-000000000002';
const given = (changes: object = {}): BodyRecord =>
  BodyRecord.register({ id, ref: 'RP-2026-0001' }, NewBody.parse({ ...bodyExample, ...changes }));

const codeOf = (act: () => void): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code;
    throw error;
  }
  return undefined;
};
const isRight = (changes: object) => NewBody.safeParse({ ...bodyExample, ...changes }).success;

it('has by default the objective of representation, internal visibility and no language', () => {
  const defaults = { classification: undefined, languages: undefined, themes: undefined };
  expect(given(defaults)).toMatchObject({ objective: 'O2', classification: 'internal', languages: [], themes: [] });
});

it('is named in both official languages if it is public', () => {
  const name = { en: 'Only in English' };
  expect(codeOf(() => refuseMonolingual(given({ name })))).toBe('languageIncomplete');
  expect(codeOf(() => refuseMonolingual(given({ name, classification: 'internal' })))).toBeUndefined();
});

it('is never its own ancestor, at any distance', () => {
  expect(codeOf(() => given().change({ parentBodyId: other }, [other]))).toBeUndefined();
  expect(codeOf(() => given().change({ parentBodyId: id }, [id]))).toBe('bodyWithinItself');
  expect(codeOf(() => given().change({ parentBodyId: other }, [other, id]))).toBe('bodyWithinItself');
});

it.each(['P6M', 'P1Y', 'P2W', 'P10D'])('meets every %s', (cadence) => expect(isRight({ cadence })).toBe(true));

it.each(['6M', 'P', 'P0M', 'P1Y6M', 'PT6M', 'p6m', 'P100D', 'P6M\n'])('does not meet every %j', (cadence) =>
  expect(isRight({ cadence })).toBe(false),
);

it('has no voting flag until one is given', () => {
  expect(BodyState.parse(toJson(given()))).not.toHaveProperty('voting');
  expect(given({ voting: false }).voting).toBe(false);
});

it('fits into a fact with every text at its longest, in a script of three bytes a letter', () => {
  const text = (length: number) => '橋'.repeat(length);
  const name = { fr: text(300), nl: text(300), en: text(300), de: text(300) };
  const themes = ['planning', 'statistics', 'metropolitanAreas'];
  const body = given({ name, acronym: text(40), themes, source: text(1000), parentBodyId: other });
  const fact = JSON.stringify(BodyState.parse(toJson(body)));
  expect(Buffer.byteLength(fact)).toBeLessThan(32 * 1024);
});
