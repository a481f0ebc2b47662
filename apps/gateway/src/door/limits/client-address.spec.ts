import { clientAddress } from './client-address.js';

it('ignores X-Forwarded-For unless the number of proxies is configured', () => {
  expect(clientAddress('192.0.2.1', '203.0.113.9', 0)).toBe('192.0.2.1');
});

it('uses the entry of the outermost trusted proxy, never one that the caller wrote', () => {
  expect(clientAddress('10.0.0.1', '203.0.113.9', 1)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', 'forged, 198.51.100.7, 203.0.113.9', 1)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', 2)).toBe('203.0.113.9');
});

it.each([undefined, '', 'unknown', '203.0.113.9:443', '<script>', '127.1', '0x7f000001', '2130706433'])(
  'falls back to the socket if a proxy wrote no address: %s',
  (forwardedFor) => expect(clientAddress('10.0.0.1', forwardedFor, 1)).toBe('10.0.0.1'),
);

it('falls back to the socket if a request bypassed a proxy', () => {
  expect(clientAddress('192.0.2.1', '203.0.113.9', 2)).toBe('192.0.2.1');
});

it('gives one subscriber one name', () => {
  expect(clientAddress('::ffff:192.0.2.1', undefined, 0)).toBe('192.0.2.1');
  const network = ['2001:db8::1', '2001:DB8:0:0:ffff::2', '2001:0db8:0000:0000:1:2:3:4', '2001:db8::%eth0'];
  expect(new Set(network.map((address) => clientAddress(address, undefined, 0)))).toEqual(new Set(['2001:db8::/64']));
  expect(clientAddress('2001:db8:0:1::1', undefined, 0)).toBe('2001:db8:0:1::/64');
  expect(clientAddress('::1', undefined, 0)).toBe('::/64');
  expect(clientAddress(undefined, undefined, 0)).toBe('');
});
