import { choiceBy, choiceOfCommit } from './choice.js';

const cases = ['one', 'two', 'three', 'four', 'five'];

it('chooses the same for the same seed and purpose, and differently for other purposes', () => {
  const choice = choiceBy('a commit');
  expect(choiceBy('a commit').of(cases, 'x')).toBe(choice.of(cases, 'x'));
  expect(new Set(cases.map((name) => choice.of(cases, name))).size).toBeGreaterThan(1);
});

it('chooses every case in its turn, over many commits', () => {
  const chosen = Array.from({ length: 100 }, (_, commit) => choiceBy(String(commit)).of(cases, 'x'));
  expect(new Set(chosen)).toEqual(new Set(cases));
});

it('describes how to repeat the choice, and refuses to choose from an empty list', () => {
  expect(choiceBy('abc').words).toBe('chosen by abc (TEST_CHOICE=abc repeats it)');
  expect(() => choiceBy('abc').of([], 'a list')).toThrow('There is nothing to choose from for a list');
});

it('uses TEST_CHOICE instead of the commit', () => {
  const before = process.env.TEST_CHOICE;
  process.env.TEST_CHOICE = 'given';
  expect(choiceOfCommit().words).toContain('given');
  delete process.env.TEST_CHOICE;
  expect(choiceOfCommit().words).not.toContain('given');
  if (before !== undefined) process.env.TEST_CHOICE = before;
});
