import { goneAfterMs, type Announcement } from '@passerelle/platform/runtime/announcements';
import { compareVersions, InstanceRegistry } from './instance-registry.js';

const says = (instance: string, version = '1.0.0', more: Partial<Announcement> = {}): Announcement => ({
  service: 'networks',
  instance,
  version,
  hash: `hash of ${version}`,
  leaving: false,
  ...more,
});

it('serves the lowest live version, so that no old instance gets an operation it does not know', () => {
  const rollCall = new InstanceRegistry();
  rollCall.hear(says('a', '0.9.0'), 0);
  rollCall.hear(says('b', '0.10.0'), 0);
  expect(rollCall.authoritative('networks')?.instance).toBe('a');
  rollCall.hear(says('a', '0.9.0', { leaving: true }), 1);
  expect(rollCall.authoritative('networks')?.instance).toBe('b');
});

it('prefers the instance that started last among equal versions', () => {
  const rollCall = new InstanceRegistry();
  rollCall.hear(says('0190'), 0);
  rollCall.hear(says('0191'), 0);
  expect(rollCall.authoritative('networks')?.instance).toBe('0191');
});

it('removes silent instances, and still knows the service', () => {
  const rollCall = new InstanceRegistry();
  rollCall.hear(says('a'), 0);
  rollCall.hear(says('b'), 20_000);
  rollCall.forgetSilent(goneAfterMs + 1);
  expect(rollCall.live('networks').map(({ instance }) => instance)).toEqual(['b']);
  rollCall.hear(says('b', '1.0.0', { leaving: true }));
  expect([rollCall.live('networks'), rollCall.heardOf()]).toEqual([[], ['networks']]);
});

it.each([
  ['0.9.1', '0.10.0', -1],
  ['1.0', '1.0.0', 0],
  ['2.15.1', '2.14.0', 1],
  ['1.0.0+a', '1.0.0', 0],
])('orders %s and %s', (one, other, order) => expect(Math.sign(compareVersions(one, other))).toBe(order));
