import fc from 'fast-check';
import { Refusal } from '../../kernel/problems/index.js';
import { Bulkhead } from './bulkhead.js';

const soon = () => Date.now() + 5_000;
const codeOf = (error: unknown) => (error instanceof Refusal ? error.kind.code : error);
const outcome = (call: Promise<unknown>) => call.then(() => 'done', codeOf);

/** Work that the test ends. */
function work() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { run: () => ended, end: () => end() };
}

it('runs and queues limited numbers of calls, and refuses the rest at once', async () => {
  const gate = new Bulkhead('projects', 2, 3);
  const works = Array.from({ length: 7 }, work);
  const calls = works.map(({ run }) => outcome(gate.run(soon(), run)));
  expect(gate.inFlight).toBe(5);
  expect(await Promise.all(calls.slice(5))).toEqual(['overloaded', 'overloaded']);
  for (const { end } of works) end();
  expect(await Promise.all(calls.slice(0, 5))).toEqual(Array(5).fill('done'));
  expect(gate.inFlight).toBe(0);
});

it('names the service that is overloaded', async () => {
  const refused = new Bulkhead('projects', 1, 0);
  const busy = work();
  const first = refused.run(soon(), busy.run);
  await expect(refused.run(soon(), busy.run)).rejects.toMatchObject({ facts: { service: 'projects' } });
  busy.end();
  await first;
});

it('does not start a call whose deadline has passed, on arrival or in the queue', async () => {
  const gate = new Bulkhead('projects', 1, 5);
  const busy = work();
  let started = 0;
  const first = gate.run(soon(), busy.run);
  const late = outcome(gate.run(Date.now() - 1, async () => void started++));
  const waits = outcome(gate.run(Date.now() + 20, async () => void started++));
  expect(await Promise.all([late, waits])).toEqual(['gatewayTimeout', 'gatewayTimeout']);
  expect(gate.inFlight).toBe(1);
  busy.end();
  await first;
  expect(started).toBe(0);
});

it('waits for a deadline beyond the range of a timer', async () => {
  const gate = new Bulkhead('projects', 1, 1);
  const busy = work();
  const first = gate.run(soon(), busy.run);
  const second = outcome(gate.run(Date.now() + 2 ** 40, async () => undefined));
  await new Promise((resume) => setTimeout(resume, 20));
  busy.end();
  await first;
  expect(await second).toBe('done');
});

it('frees the slot when the work fails', async () => {
  const gate = new Bulkhead('projects', 1, 0);
  await expect(gate.run(soon(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(gate.inFlight).toBe(0);
  expect(await gate.run(soon(), async () => 7)).toBe(7);
});

it('never exceeds its limit, loses no call and keeps the order, for any interleaving of arrivals and ends', async () => {
  const arrivals = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 });
  const law = fc.asyncProperty(fc.integer({ min: 1, max: 4 }), arrivals, async (most, pauses) => {
    const gate = new Bulkhead('projects', most, 100);
    let running = 0;
    let highest = 0;
    const order: number[] = [];
    const call = (index: number, pause: number) =>
      gate.run(soon(), async () => {
        order.push(index);
        highest = Math.max(highest, ++running);
        for (let turn = 0; turn < pause; turn++) await null;
        running -= 1;
      });
    const calls: Promise<void>[] = [];
    for (const [index, pause] of pauses.entries()) {
      calls.push(call(index, pause));
      for (let turn = 0; turn < pause; turn++) await null;
    }
    await Promise.all(calls);
    expect(highest).toBeLessThanOrEqual(most);
    const arrived = pauses.map((_, index) => index);
    expect(most === 1 ? order : [...order].sort((a, b) => a - b)).toEqual(arrived);
    expect(gate.inFlight).toBe(0);
  });
  await fc.assert(law, { numRuns: 300 });
});
