import { createHash } from 'node:crypto';
import { problemLanguage } from '@passerelle/platform/problems';
import type { WireReply } from '@passerelle/platform/wire';

/** An HTTP request, as far as the door looks at it. */
export interface DoorRequest {
  readonly method: string;
  /** The address as it was sent, percent-encoded, without the query. */
  readonly path: string;
  /** What follows the `?`. */
  readonly query: string;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
  /** Where the request comes from, as far as that can be believed. */
  readonly address: string;
}

const encoder = new TextEncoder();

export const reply = (
  contentType: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): WireReply => ({
  status: 200,
  body: encoder.encode(text),
  headers: { 'Content-Type': contentType, ...headers },
});

export const jsonReply = (value: unknown, headers: Readonly<Record<string, string>> = {}): WireReply =>
  reply('application/json', JSON.stringify(value), headers);

/** The ETag of a text that has no version; weak, so that the text may travel compressed. */
export const etagOf = (text: string): string => `W/"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;

/** The language of a page: of its address where it names one, else the reader's. */
export function languageOf({ query, header }: DoorRequest): ReturnType<typeof problemLanguage> {
  return problemLanguage(new URLSearchParams(query).get('lang') ?? header('accept-language'));
}

/** Whether one of the tags of `If-None-Match` names this representation (RFC 9110, 13.1.2). */
export function matches(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false;
  const plain = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => plain(tag) === plain(etag));
}

/** Whether HTML comes before JSON in an `Accept` header, as browsers write it. */
export function prefersHtml(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, weight: weight === undefined ? 1 : Number(weight) || 0 };
  });
  const weightOf = (type: string): number =>
    Math.max(0, ...ranges.filter((range) => range.type === type).map(({ weight }) => weight));
  return weightOf('text/html') > Math.max(weightOf('application/json'), weightOf('application/problem+json'));
}
