import { longTestLimitMs } from '@passerelle/testing/limits';
import { until } from '@passerelle/testing/until';
import { onOwnSystem } from '../security/system.ts';
import { Consulted } from './consulted.ts';

// The systems of Flanders and Wallonia follow cooperation, each in a process of its own, with its own key: by our package over HTTP and
// over NATS, and by the Python program of the documentation.

const system = onOwnSystem();
let consulted: Consulted;

beforeAll(async () => {
  consulted = await Consulted.begin(system);
}, longTestLimitMs);
afterAll(() => consulted?.end());

const words = (type: string): string => type.split('.').slice(-3).join('.').replace('.notify.', '.');

it(
  'brings each act of the consultation to Flanders, in order',
  async () => {
    await consulted.consult();
    await consulted.caughtUp();
    const [{ consultationId = '' } = {}] = consulted.played;
    for (const { seen } of consulted.flanders)
      expect(
        seen.filter(({ subject }) => subject === `consultations/${consultationId}`).map(({ type }) => words(type)),
      ).toEqual([
        'consultations.opened',
        'consultations.acknowledged',
        'consultations.entered',
        'consultations.timeframeProposed',
        'consultations.timeframeAgreed',
        'consultations.extensionProposed',
        'consultations.extended',
        'consultations.opinionReceived',
        'consultations.answered',
        'consultations.decisionCommunicated',
        'consultations.closed',
      ]);
  },
  longTestLimitMs,
);

it(
  'brings them over NATS too, where the gateway cannot be reached',
  async () => {
    await consulted.way.close();
    await consulted.consult();
    const recorded = await consulted.recordedFor('BE-VLG');
    const [overHttp, , overNats] = consulted.flanders;
    await until('they came over NATS', () => overNats?.seen.length === recorded.length);
    expect(overHttp?.seen.length).toBeLessThan(recorded.length);
    await consulted.way.open();
    await consulted.caughtUp();
    expect(overNats?.seen).toEqual(overHttp?.seen);
  },
  longTestLimitMs,
);

it(
  'misses nothing of what happens while it is cut off, and proves it',
  async () => {
    await consulted.cutOff();
    await consulted.consult();
    await consulted.consult();
    expect(consulted.flanders[0]?.seen.length).toBeLessThan((await consulted.recordedFor('BE-VLG')).length);
    await consulted.connect();
    await consulted.caughtUp();
    const recorded = await consulted.recordedFor('BE-VLG');
    for (const follower of consulted.flanders) {
      expect(follower.seen.map(({ id }) => id)).toEqual(recorded);
      await follower.stop();
      expect(await follower.proof()).toMatchObject({ code: 0 });
    }
  },
  longTestLimitMs,
);

it('shows nothing of it to Wallonia, whose own product has what it is a party to', async () => {
  const { seen } = consulted.wallonia;
  expect(seen.map(({ id }) => id)).toEqual(await consulted.recordedFor('BE-WAL'));
  for (const { data } of seen) expect(data['parties']).toContain('BE-WAL');
  expect(JSON.stringify(seen)).not.toContain('Noordrand');
});
