import { createHash } from 'node:crypto';
import { languages, preferredLanguages, type Language } from '@passerelle/domain/language';
import { z } from 'zod';
import { Listing } from '../../data/lists/index.js';
import {
  asRefusal,
  problemLanguage,
  problemOf,
  stalePrecondition,
  type Refusal,
  type Sentences,
} from '../../kernel/problems/index.js';
import {
  askedShape,
  bestOnly,
  fieldsKept,
  languagesIn,
  onlyIn,
  withTexts,
  type AskedShape,
} from '../../data/json-views/index.js';
import { addressOf } from './input.js';
import type { Operation } from './operation.js';
import { inShape, toJson, rpcHeaders, type RpcReply, type RpcRequest } from '../../kernel/rpc/index.js';

// A reply contains only the fields that the schema names. A record at its own address is sent in all its languages with a strong
// ETag; a list in the caller's best language with a weak one, as are representations that the caller shaped (`select`, `lang`).

const encoder = new TextEncoder();
const json = 'application/json';

/** The part of the service's context that replies need. */
export interface Site {
  readonly publicUrl: string;
  /** Signs the cursors of lists. */
  readonly cursorKey: string;
}

export interface Answered {
  readonly operation: Operation;
  readonly request: RpcRequest;
  /** The validated query. */
  readonly query: unknown;
  /** The handler's return value. */
  readonly value: unknown;
}

/** The reply's part in rendering a text: the caller's languages, and the base of its addresses. */
export interface TextRendering {
  readonly publicUrl: string;
  /** Most wanted first. */
  readonly preferred: readonly Language[];
}

interface WrittenText {
  readonly text: string;
  readonly languages: readonly Language[];
  /** In addition to the usual ones, or instead of them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The return value of a handler that writes its answer itself: rendered when the reply is written. */
export class TextAnswer {
  constructor(readonly write: (rendering: TextRendering) => WrittenText) {}
}

/** A list is read while its reply is written; any other result is in memory. */
export const replyWith = async (answered: Answered, site: Site): Promise<RpcReply> =>
  answered.value instanceof Listing ? listingReply(answered, answered.value, site) : replyOf(answered, site);

export function replyOf(answered: Answered, site: Site): RpcReply {
  const { operation, value } = answered;
  if (value instanceof TextAnswer) return textReply(answered, value, site);
  return 'items' in operation.returns.shape
    ? pageReply(answered, toJson(value), site)
    : recordReply(answered, toJson(value), site);
}

async function listingReply({ operation, request }: Answered, listing: Listing, site: Site): Promise<RpcReply> {
  const { publicUrl, cursorKey } = site;
  const link = linksOf(operation, request, publicUrl);
  const { query } = addressOf(request);
  const written = await listing.write({
    publicUrl,
    base: `${publicUrl}/v1/${operation.resource}/`,
    self: link(query),
    nextOf: (after) => link({ ...query, after: [after] }),
    preferred: preferredIn(request),
    secret: cursorKey,
  });
  return shapedReply(operation, written.text, written.languages);
}

function textReply({ operation, request }: Answered, answer: TextAnswer, { publicUrl }: Site): RpcReply {
  const { text, languages: used, headers = {} } = answer.write({ publicUrl, preferred: preferredIn(request) });
  const reply = shapedReply(operation, text, used);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

const preferredIn = (request: RpcRequest): Language[] => preferredLanguages(request.header(rpcHeaders.acceptLanguage));

/** A page with items in memory. */
function pageReply({ operation, request }: Answered, result: unknown, { publicUrl }: Site): RpcReply {
  const page = PageResult.parse(result);
  const link = linksOf(operation, request, publicUrl);
  const { query } = addressOf(request);
  const body = inShape(operation.returns, {
    ...page,
    self: link(query),
    items: page.items.map((item) => linkedRecord(item, `${publicUrl}/v1/${operation.resource}`)),
    ...(page.next === undefined ? {} : { next: link({ ...query, after: [page.next] }) }),
  });
  const reduced = withTexts(operation.returns, body, bestOnly(preferredIn(request)));
  return shapedReply(operation, JSON.stringify(reduced), languagesIn(operation.returns, reduced));
}

function recordReply({ operation, query }: Answered, result: unknown, { publicUrl }: Site): RpcReply {
  const body = inShape(operation.returns, linkedRecord(result, `${publicUrl}/v1/${operation.resource}`));
  const shape = askedShape(query);
  if (shape !== undefined) return shapedRecord(operation, body, shape);
  // A record without a version, such as a code list, is known by its bytes.
  if (operation.method === 'GET' && !('version' in body)) return shapedReply(operation, JSON.stringify(body), []);
  const href = typeof body.href === 'string' ? body.href : undefined;
  return {
    status: operation.status,
    body: encoder.encode(JSON.stringify(body)),
    headers: {
      [rpcHeaders.contentType]: json,
      ...(typeof body.version === 'number' ? { [rpcHeaders.etag]: `"${body.version}"` } : {}),
      ...(operation.status !== 200 && href !== undefined ? { [rpcHeaders.location]: href } : {}),
    },
  };
}

function shapedRecord(operation: Operation, body: Record<string, unknown>, { select, lang }: AskedShape): RpcReply {
  const fields = select === undefined ? Object.keys(body) : fieldsKept(operation.returns, select);
  const kept = Object.fromEntries(fields.filter((name) => name in body).map((name) => [name, body[name]]));
  const reduced = lang === undefined ? kept : withTexts(operation.returns, kept, onlyIn(lang));
  return shapedReply(
    operation,
    JSON.stringify(reduced),
    lang === undefined ? [] : languagesIn(operation.returns, reduced),
  );
}

/** A weak ETag identifies these bytes for caching; it is no version for `If-Match`. */
function shapedReply(operation: Operation, text: string, used: readonly Language[]): RpcReply {
  const body = encoder.encode(text);
  return {
    status: operation.status,
    body,
    headers: {
      [rpcHeaders.contentType]: contentTypeOf(operation),
      [rpcHeaders.etag]: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      ...(used.length === 0
        ? {}
        : { [rpcHeaders.contentLanguage]: languages.filter((each) => used.includes(each)).join(', ') }),
    },
  };
}

/** JSON is UTF-8 by definition: its media types have no parameter that says so. */
const contentTypeOf = ({ mediaType = json, written }: Operation): string =>
  mediaType === json || written !== undefined ? mediaType : `${mediaType}; charset=utf-8`;

const Identified = z.looseObject({ id: z.string(), href: z.string().optional() });
const PageResult = z.looseObject({ items: z.array(z.unknown()), next: z.string().optional() });

function linkedRecord(record: unknown, collection: string): unknown {
  const identified = Identified.safeParse(record);
  return identified.success ? { href: `${collection}/${identified.data.id}`, ...identified.data } : record;
}

type Query = Readonly<Record<string, readonly string[]>>;

/** The address of the operation as it was called, with another query. */
function linksOf(operation: Operation, request: RpcRequest, publicUrl: string): (query: Query) => string {
  const address = addressOf(request);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(address.path[name] ?? ''));
  return (query) => {
    const parameters = new URLSearchParams();
    for (const [name, values] of Object.entries(query)) for (const item of values) parameters.append(name, item);
    return `${publicUrl}${path}${parameters.size === 0 ? '' : `?${parameters}`}`;
  };
}

/** The address of the operation's record: the operation's path up to its last id. */
export function recordHref({ path }: Operation, request: RpcRequest, publicUrl: string): string {
  const address = addressOf(request);
  const record = path.slice(0, path.lastIndexOf('}') + 1);
  return `${publicUrl}${record.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(address.path[name] ?? ''))}`;
}

interface ProblemParts {
  readonly publicUrl: string;
  readonly sentences?: Sentences | undefined;
  /** The address of the current version, for callers whose version is stale. */
  readonly record?: (() => string) | undefined;
}

export function problemReply(
  error: unknown,
  acceptLanguage: string | undefined,
  { publicUrl, sentences, record }: ProblemParts,
): RpcReply {
  const refusal: Refusal = asRefusal(error);
  const language = problemLanguage(acceptLanguage);
  const problem = {
    ...problemOf(refusal, language, sentences),
    href: `${publicUrl}/v1/refData/problemTypes/${refusal.kind.code}`,
    ...(record === undefined || refusal.kind !== stalePrecondition ? {} : { currentHref: record() }),
  };
  const retryAfterSec = refusal.facts.retryAfterSec ?? refusal.kind.retryAfterSec;
  return {
    status: refusal.kind.status,
    body: encoder.encode(JSON.stringify(problem)),
    headers: {
      [rpcHeaders.contentType]: 'application/problem+json',
      [rpcHeaders.contentLanguage]: language,
      ...(retryAfterSec === undefined ? {} : { [rpcHeaders.retryAfter]: String(retryAfterSec) }),
    },
  };
}
