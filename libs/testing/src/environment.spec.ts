import { reportOnce, type Block, type Test } from './environment.js';

const root: Block & { children: (Block | Test)[] } = { type: 'describeBlock', name: 'ROOT', children: [] };
const suite: Block & { children: (Block | Test)[] } = {
  type: 'describeBlock',
  name: 'suite',
  parent: root,
  children: [],
};
const test = (name: string, parent: Block): Test => ({ type: 'test', name, parent, errors: ['failed', 'failed too'] });
const [one, two, three] = [test('one', root), test('two', suite), test('three', suite)];
const outcomes = () => [one, two, three].map(({ mode, errors }) => [mode, errors]);

beforeEach(() => {
  suite.children = [two, three];
  root.children = [one, suite];
  for (const each of [one, two, three]) Object.assign(each, { mode: undefined, errors: ['failed', 'failed too'] });
});

const failure = { name: 'hook_failure', hook: { type: 'beforeAll' }, describeBlock: root };

it('reports the error of a hook on the first test, and skips the others', () => {
  reportOnce(failure);
  expect(outcomes()).toEqual([
    [undefined, ['failed']],
    ['skip', []],
    ['skip', []],
  ]);
});

it('keeps the first error when another hook fails after it', () => {
  reportOnce(failure);
  for (const each of [one, two, three]) each.errors.push('and again');
  reportOnce(failure);
  expect(outcomes()).toEqual([
    [undefined, ['failed']],
    ['skip', []],
    ['skip', []],
  ]);
});

it('chooses the first among the selected tests', () => {
  reportOnce(failure, /suite three/);
  expect([three.mode, three.errors]).toEqual([undefined, ['failed']]);
});

it.each([
  ['another event', { ...failure, name: 'test_done' }],
  ['another hook', { ...failure, hook: { type: 'beforeEach' } }],
])('changes nothing at %s', (_, event) => {
  const before = JSON.stringify(outcomes());
  reportOnce(event);
  expect(JSON.stringify(outcomes())).toBe(before);
});
