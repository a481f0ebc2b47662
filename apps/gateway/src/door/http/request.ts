import { createHash } from 'node:crypto';
import { Language, languages } from '@passerelle/domain/language';
import { weighted, weightOf } from '@passerelle/domain/weighted';
import { inputFault, notAcceptable, problemLanguage, refusal } from '@passerelle/platform/kernel/problems';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';

/** The parts of an HTTP request that the door uses. */
export interface DoorRequest {
  readonly method: string;
  /** The path as sent, percent-encoded, without the query. */
  readonly path: string;
  /** The text after the `?`. */
  readonly query: string;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
  /** The client's address, as far as it can be trusted. */
  readonly address: string;
}

/** The query parameters by name; a name may repeat. */
export function queryOf(query: string): Record<string, string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

const encoder = new TextEncoder();

export const reply = (contentType: string, text: string, headers: Readonly<Record<string, string>> = {}): RpcReply => ({
  status: 200,
  body: encoder.encode(text),
  headers: { 'Content-Type': contentType, ...headers },
});

export const jsonReply = (value: unknown, headers: Readonly<Record<string, string>> = {}): RpcReply =>
  reply('application/json', JSON.stringify(value), headers);

/** The ETag of a text without a version; weak, so that the text may be compressed. */
export const etagOf = (text: string): string => `W/"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;

/** The language of a page: the one in its address, else the reader's. */
export function languageOf({ query, header }: DoorRequest): Language {
  const asked = new URLSearchParams(query).get('lang');
  if (asked === null) return problemLanguage(header('accept-language'));
  const { data } = Language.safeParse(asked);
  if (data === undefined)
    throw inputFault('query', 'lang', 'schemaViolation', `must be one of: ${languages.join(', ')}`);
  return data;
}

/**
 * Headers whose empty value has no meaning: treating it as absent would ignore what the sender meant. An empty
 * `Accept`, `Accept-Language`, `Accept-Encoding` or `If-None-Match` is an empty list, without any preference or known
 * tag (RFC 9110); an empty `traceparent` begins a new trace (Trace Context, 4.3).
 */
const neverEmpty = ['Authorization', 'X-Api-Key', 'Idempotency-Key', 'If-Match', 'Content-Type'] as const;

export function refuseEmptyHeaders({ header }: Pick<DoorRequest, 'header'>): void {
  const empty = neverEmpty.find((name) => header(name)?.trim() === '');
  if (empty !== undefined)
    throw inputFault('header', empty, 'schemaViolation', 'must not be empty: omit it, or give it a value');
}

/** Whether one of the tags of `If-None-Match` names this representation (RFC 9110, 13.1.2). */
export function matches(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false;
  const plain = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => plain(tag) === plain(etag));
}

/** Refuses before anything is done: a caller who cannot read the answer would ask again. */
export function refuseUnreadable({ header }: Pick<DoorRequest, 'header'>, mediaType = 'application/json'): void {
  const accept = header('accept');
  if (accept === undefined || accept.trim() === '') return;
  const [type] = mediaType.split(/[/;]/);
  const offered = mediaType === 'application/json' ? [mediaType, 'application/problem+json'] : [mediaType];
  const asked = weighted(accept);
  if (offered.every((each) => weightOf(asked, each, `${type}/*`, '*/*') === 0))
    throw refusal(notAcceptable, { offered: offered[0] ?? '' });
}

/** Whether HTML comes before JSON in an `Accept` header, as browsers write it. */
export function prefersHtml(accept: string | undefined): boolean {
  const asked = weighted(accept);
  const json = ['application/json', 'application/problem+json'].map((type) =>
    weightOf(asked, type, 'application/*', '*/*'),
  );
  return weightOf(asked, 'text/html', 'text/*', '*/*') > Math.max(...json);
}
