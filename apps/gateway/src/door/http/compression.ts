import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { weighted, weightOf } from '@passerelle/domain/weighted';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';

// Long answers are compressed. A strong ETag promises the exact bytes (RFC 9110, 8.8.3.3), and that of a record is its
// version, which If-Match needs unchanged: answers with a strong ETag are not compressed, and neither are short ones.
// Answers contain no secret of ours that their length could reveal (BREACH).

const smallest = 1_024;
const compressible =
  /^(?:application\/(?:[a-z]+\+)?json|text\/(?:html|calendar|css|javascript)|application\/javascript)/;

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

type Coding = keyof typeof compress;

export async function compressed(reply: RpcReply, acceptEncoding: string | undefined): Promise<RpcReply> {
  const { body, headers } = reply;
  const coding = codingFor(acceptEncoding);
  const { ETag: etag, 'Content-Type': type = '' } = headers;
  const isStrong = etag !== undefined && !etag.startsWith('W/');
  if (coding === undefined || body.length < smallest || isStrong || !compressible.test(type)) return reply;
  const small = coding === 'br' ? await compress.br(body, brotliOptions) : await compress.gzip(body);
  return { ...reply, body: small, headers: { ...headers, 'Content-Encoding': coding } };
}

/** The best encoding that a client accepts; brotli if it has no preference. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  const asked = weighted(acceptEncoding);
  const [br, gz] = [weightOf(asked, 'br', '*'), weightOf(asked, 'gzip', '*')];
  if (Math.max(br, gz) === 0) return undefined;
  return br >= gz ? 'br' : 'gzip';
}
