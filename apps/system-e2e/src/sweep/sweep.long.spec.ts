import { onOwnSystem } from '../security/system.ts';
import { assaultsOn } from './corpus.ts';
import { patience, sweep } from './through-the-door.ts';

// The whole cross product through the gateway: every fault to every announced operation.

const system = onOwnSystem();

it(
  'answers all invalid input to every announced operation with a clear problem, and changes nothing',
  async () => {
    const before = await system.settled();
    const { operations } = system;
    const requests = operations.flatMap((operation) =>
      assaultsOn(operation).map((assault) => ({ operation, assault })),
    );
    const faults = await sweep(system, requests);
    process.stderr.write(
      `${operations.length} operations swept with ${requests.length} bad requests: ${faults.length} faults\n`,
    );
    expect(operations.length).toBeGreaterThan(200);
    expect(faults).toEqual([]);
    expect(await system.holdings()).toEqual(before);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  },
  patience.wholeMs,
);
