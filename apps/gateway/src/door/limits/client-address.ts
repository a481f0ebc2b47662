import ipaddr from 'ipaddr.js';

// The client's address. Anyone can write `X-Forwarded-For`, so only the entries of trusted proxies count: each adds one
// at the end. Without `TRUST_PROXY` the header is ignored. Libraries that count proxies take the first entry if there
// are fewer entries than proxies, which the caller wrote.

export function clientAddress(socket: string | undefined, forwardedFor: string | undefined, proxies: number): string {
  const direct = normal(socket ?? '');
  if (proxies === 0) return direct;
  const entries = (forwardedFor ?? '').split(',').map((entry) => entry.trim());
  const claimed = entries.at(-proxies);
  // Fewer entries than proxies: the request bypassed one of them.
  return claimed !== undefined && isAddress(claimed) ? normal(claimed) : direct;
}

const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** IPv4 in canonical form; of IPv6 the /64 network, which is what a single subscriber gets (RFC 6177). */
function normal(address: string): string {
  if (!isAddress(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}
