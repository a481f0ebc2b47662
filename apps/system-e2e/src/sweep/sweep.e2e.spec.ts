import { bindOperations } from '@passerelle/platform/runtime/operations';
import { choiceOfCommit } from '@passerelle/testing/choice';
import { parts } from '../services.ts';
import { onSystem } from '../security/system.ts';
import { categories } from './assault.ts';
import { sampleOf } from './corpus.ts';
import { patience, sweep } from './through-the-door.ts';

// Every announced operation gets one invalid request of each category through the gateway: a clear problem, nothing
// changed, never a 500. The commit chooses which; `sweep.spec.ts` checks all of them without the wire,
// `sweep.long.spec.ts` sends all.

const system = onSystem();

describe('the sweep through the gateway', () => {
  const choice = choiceOfCommit();
  const bound = new Set(
    parts.flatMap(({ name, module, policy }) => bindOperations(name, module, policy).map(({ id }) => id)),
  );

  it('serves exactly the operations that are checked without the wire', () => {
    expect(system.operations.map(({ id }) => id).toSorted()).toEqual([...bound].toSorted());
  });

  it(
    'answers invalid input to every announced operation with a clear problem, and changes nothing',
    async () => {
      const before = await system.settled();
      const { operations } = system;
      const requests = operations.flatMap((operation) =>
        sampleOf(operation, choice).map((assault) => ({ operation, assault })),
      );
      const faults = await sweep(system, requests);
      process.stderr.write(
        `${operations.length} operations swept with ${requests.length} bad requests ${choice.words}: ${faults.length} faults\n`,
      );
      expect(operations.length).toBeGreaterThan(150);
      expect(requests.length).toBeLessThanOrEqual(categories.length * operations.length);
      expect(faults).toEqual([]);
      expect(await system.holdings()).toEqual(before);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
    patience.sampleMs,
  );

  it('would notice accepted input, and a refusal for another reason', async () => {
    const [operation] = system.operations.filter(({ id }) => id === 'listAgreements');
    if (operation === undefined) throw new Error('agreements are listed');
    const attempt = { category: 'wrong query', what: 'all is well', method: 'GET', path: operation.path } as const;
    const accepted = { ...attempt, statuses: [400] };
    const unnamed = { ...attempt, path: `${operation.path}?sort=x`, statuses: [400], names: 'pageSize' };
    expect(await sweep(system, [{ operation, assault: accepted }])).toEqual([expect.stringMatching(/: answered 200/)]);
    expect(await sweep(system, [{ operation, assault: unnamed }])).toEqual([
      expect.stringMatching(/does not name pageSize/),
    ]);
  });
});
