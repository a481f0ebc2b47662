/** Jest's environment for Node, in which a failed `beforeAll` is reported once and not once per test. */
import { TestEnvironment } from 'jest-environment-node';

export interface Test {
  readonly type: 'test';
  readonly name: string;
  readonly parent: Block;
  mode?: string | null | undefined;
  errors: unknown[];
}

export interface Block {
  readonly type: 'describeBlock';
  readonly name: string;
  readonly parent?: Block | undefined;
  readonly children: readonly (Block | Test)[];
}

/** The used part of Jest's events. */
export interface TestEvent {
  readonly name: string;
  readonly hook?: { readonly type: string };
  readonly describeBlock?: Block;
}

/** Jest has attached the error to every test below the hook: the first test keeps it, the others are skipped. */
export function reportOnce({ name, hook, describeBlock }: TestEvent, pattern = /(?:)/): void {
  if (name !== 'hook_failure' || hook?.type !== 'beforeAll' || describeBlock === undefined) return;
  const tests = testsOf(describeBlock);
  const first = tests.find((test) => test.mode !== 'skip' && pattern.test(idOf(test)));
  for (const test of tests)
    if (test === first) test.errors = test.errors.slice(0, 1);
    else Object.assign(test, { mode: 'skip', errors: [] });
}

const testsOf = (block: Block): Test[] =>
  block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)));

/** A test's name after those of its blocks; the outermost block is Jest's own. */
function idOf(test: Test): string {
  const names = [test.name];
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}

export default class Environment extends TestEnvironment {
  readonly handleTestEvent = (event: TestEvent, state: { testNamePattern?: RegExp | null }): void =>
    reportOnce(event, state.testNamePattern ?? undefined);
}
