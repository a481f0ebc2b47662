import { isIP, isIPv6 } from 'node:net';

// Where a request comes from. `X-Forwarded-For` is written by whoever likes to, so of it only that is believed which
// our own proxies added: each adds one entry at the end. Without `TRUST_PROXY` nothing of it is.

export function clientAddress(socket: string | undefined, forwardedFor: string | undefined, proxies: number): string {
  const direct = normal(socket ?? '');
  if (proxies === 0) return direct;
  const entries = (forwardedFor ?? '').split(',').map((entry) => entry.trim());
  const claimed = entries.at(-proxies);
  // Fewer entries than proxies: the request came past one of them.
  return claimed !== undefined && isIP(claimed) !== 0 ? normal(claimed) : direct;
}

/** IPv4 in one spelling; of IPv6 the network of 64 bits, which is what a single subscriber gets. */
function normal(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  const network = [...left, ...gap, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
