import { jest } from '@jest/globals';
import { distinguishable, isHidden, onNothing, perform, unexpected, type Cell } from './cells.ts';
import { patience } from './patience.ts';
import { wire, type Wired } from './wired.builder.ts';

jest.setTimeout(patience.wholeMatrix);

// The whole matrix over the wire: every operation of every service, every kind of caller, records of every kind. A
// refused call changes nothing and publishes no fact.

let wired: Wired;

beforeAll(async () => {
  wired = await wire();
});

afterAll(() => wired?.close());

it('refuses what the policy refuses, and changes nothing', async () => {
  const before = await wired.settled();
  const refused = wired.cells.filter(({ outcome }) => outcome !== 'allowed');
  expect(await unexpected(wired.client, refused)).toEqual([]);
  expect(await wired.holdings()).toEqual(before);
});

describe('a hidden record', () => {
  it('is answered like a record that does not exist, to the byte', async () => {
    expect(await distinguishable(wired.client, wired.cells.filter(isHidden))).toEqual([]);
  });

  it('takes as long to answer as a record that does not exist', async () => {
    const cell = wired.cells.filter(isHidden).find(isRestrictedToFlanders);
    if (cell === undefined) throw new Error('nothing is hidden from Flanders');
    const took: Record<'there' | 'nowhere', number[]> = { there: [], nowhere: [] };
    for (let turn = 0; turn < 60; turn++) {
      for (const [name, asked] of [['there', cell] as const, ['nowhere', onNothing(cell)] as const]) {
        const started = performance.now();
        await perform(wired.client, asked);
        took[name].push(performance.now() - started);
      }
    }
    const [there, nowhere] = [median(took.there), median(took.nowhere)];
    expect(Math.abs(there - nowhere)).toBeLessThan(Math.max(2, 0.5 * nowhere));
  });
});

// Runs last: an allowed notice shows its plan to one more region.
it('allows what the policy allows', async () => {
  const allowed = wired.cells.filter(({ outcome }) => outcome === 'allowed');
  expect(await unexpected(wired.client, allowed)).toEqual([]);
  process.stderr.write(`rights matrix: ${wired.cells.length} cells, 0 unexpected\n`);
});

const isRestrictedToFlanders = ({ principal, kind }: Cell): boolean =>
  principal.name === 'BE-VLG partner' && kind === 'restricted';

const median = (list: readonly number[]): number => list.toSorted((one, other) => one - other)[list.length / 2] ?? 0;
