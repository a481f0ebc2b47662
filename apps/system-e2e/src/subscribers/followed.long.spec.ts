import { longTestLimitMs } from '@passerelle/testing/limits';
import { onOwnSystem } from '../security/system.ts';
import { Consulted } from './consulted.ts';

const system = onOwnSystem();
const cutOffMs = 120_000;
let consulted: Consulted;

beforeAll(async () => {
  consulted = await Consulted.begin(system);
}, longTestLimitMs);
afterAll(() => consulted?.end());

it(
  'loses nothing of two minutes of load without a connection, and proves it; a third region learns nothing of it',
  async () => {
    await consulted.consult();
    await consulted.caughtUp();
    await consulted.cutOff();
    for (const until = Date.now() + cutOffMs; Date.now() < until;)
      await Promise.all([consulted.consult(), consulted.consult()]);
    const missed = (await consulted.recordedFor('BE-VLG')).length - (consulted.flanders[0]?.seen.length ?? 0);
    const begun = performance.now();
    await consulted.connect();
    await consulted.caughtUp();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(
      `${consulted.played.length} consultations, ${missed} events missed, caught up in ${seconds} s\n`,
    );
    const recorded = await consulted.recordedFor('BE-VLG');
    for (const follower of consulted.flanders) {
      expect(follower.seen.map(({ id }) => id)).toEqual(recorded);
      await follower.stop();
      const { code, said } = await follower.proof();
      process.stdout.write(said);
      expect(code).toBe(0);
    }
    expect(JSON.stringify(consulted.wallonia.seen)).not.toContain('Noordrand');
  },
  longTestLimitMs + 2 * cutOffMs,
);
