import { join } from 'node:path';
import { retiredIn, trackedRetired } from './retired.ts';

it('finds no retired name in this repository', () => {
  expect(trackedRetired(join(import.meta.dirname, '../..'))).toEqual([]);
});

it('finds one, and names its replacement', () => {
  const old = ['Roll', 'Call'].join('');
  expect(retiredIn('door.ts', `const known = new ${old}();`)).toEqual([`door.ts says ${old}: now InstanceRegistry`]);
});

it('ignores names that only begin like a retired one', () => {
  expect(retiredIn('door.ts', ['Roll', 'Calls'].join(''))).toEqual([]);
});
