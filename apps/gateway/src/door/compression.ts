import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { WireReply } from '@passerelle/platform/wire';

// Long answers travel compressed. A strong ETag promises the very bytes (RFC 9110, 8.8.3.3), and the one of a record is
// its version, which If-Match needs as it is: what carries one travels as it is, and so does what is short anyway. Answers
// hold no secret of ours, so that their length betrays none (BREACH).

const smallest = 1_024;
const compressible = /^(?:application\/(?:[a-z]+\+)?json|text\/(?:html|calendar))/;

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

type Coding = keyof typeof compress;

export async function compressed(reply: WireReply, acceptEncoding: string | undefined): Promise<WireReply> {
  const { body, headers } = reply;
  const coding = codingFor(acceptEncoding);
  const { ETag: etag, 'Content-Type': type = '' } = headers;
  const isStrong = etag !== undefined && !etag.startsWith('W/');
  if (coding === undefined || body.length < smallest || isStrong || !compressible.test(type)) return reply;
  const small = coding === 'br' ? await compress.br(body, brotliOptions) : await compress.gzip(body);
  return { ...reply, body: small, headers: { ...headers, 'Content-Encoding': coding } };
}

/** The best coding that a reader accepts; brotli where it has no preference. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  const weights = new Map(
    (acceptEncoding ?? '').split(',').map((range) => {
      const [coding = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [coding, weight === undefined ? 1 : Number(weight) || 0] as const;
    }),
  );
  const weightOf = (coding: Coding): number => weights.get(coding) ?? weights.get('*') ?? 0;
  const [br, gz] = [weightOf('br'), weightOf('gzip')];
  if (Math.max(br, gz) === 0) return undefined;
  return br >= gz ? 'br' : 'gzip';
}
