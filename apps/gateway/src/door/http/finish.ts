import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { compressed } from './compression.js';
import { matches, type DoorRequest } from './request.js';

const variesBy = ['Accept', 'Accept-Encoding', 'Accept-Language', 'Authorization', 'X-Api-Key'];

/**
 * Adds the HTTP headers of an answer, whichever part produced it. `more` are the headers of every answer to this
 * request.
 */
export async function finish(
  request: DoorRequest,
  { status, body, headers }: RpcReply,
  more: { readonly varies: readonly string[]; readonly headers: Readonly<Record<string, string>> },
): Promise<RpcReply> {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const finished: Record<string, string> = {
    'Cache-Control': status < 400 && isRead ? 'private, no-cache' : 'no-store',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="passerelle"' } : {}),
    ...headers,
    ...more.headers,
    Vary: union(headers.Vary?.split(',') ?? [], variesBy, more.varies),
  };
  if (isRead && status === 200 && matches(request.header('if-none-match'), headers.ETag)) {
    const { 'Content-Type': _, ...kept } = finished;
    return { status: 304, body: new Uint8Array(), headers: kept };
  }
  return compressed({ status, body, headers: finished }, request.header('accept-encoding'));
}

const union = (...lists: readonly (readonly string[])[]): string =>
  [...new Set(lists.flat().map((name) => name.trim()))].sort().join(', ');
