import { createHash } from 'node:crypto';
import { languages, preferredLanguages, type Language } from '@passerelle/domain/language';
import { z } from 'zod';
import { Listing } from '../collections/index.js';
import { asRefusal, problemLanguage, problemOf, stalePrecondition, type Refusal } from '../problems/index.js';
import {
  askedShape,
  bestOnly,
  fieldsKept,
  languagesIn,
  onlyIn,
  withTexts,
  type AskedShape,
} from '../representation/index.js';
import { addressOf } from './input.js';
import type { Operation } from './operation.js';
import { onTheWire, wire, type WireReply, type WireRequest } from '../wire/index.js';

// What leaves is what the schema names: anything else on the record stays inside. A record at its own address leaves in
// all its languages under a strong ETag; a list in the caller's best one, and whatever is shaped on demand, under a weak one.

const encoder = new TextEncoder();
const json = 'application/json';

/** What replies need to know of the service. */
export interface Site {
  readonly publicUrl: string;
  /** Signs the cursors of lists. */
  readonly cursorKey: string;
}

export interface Answered {
  readonly operation: Operation;
  readonly request: WireRequest;
  /** The checked query. */
  readonly query: unknown;
  /** What the handler returned. */
  readonly value: unknown;
}

/** What was asked for lies at another address by now. */
export class SeeOther {
  /** `path` starts with `/v1/`. */
  constructor(readonly path: string) {}
}

/** What only the reply knows of a text: for whom it is written, and how its addresses begin. */
export interface TextFrame {
  readonly publicUrl: string;
  /** Most wanted first. */
  readonly preferred: readonly Language[];
}

/** What a handler returns where no JSON leaves: written when its reply is. */
export class TextAnswer {
  constructor(readonly write: (frame: TextFrame) => { text: string; languages: readonly Language[] }) {}
}

/** A list is read while its reply is written; everything else is at hand. */
export const replyWith = async (answered: Answered, site: Site): Promise<WireReply> =>
  answered.value instanceof Listing ? listingReply(answered, answered.value, site) : replyOf(answered, site);

export function replyOf(answered: Answered, site: Site): WireReply {
  const { operation, value } = answered;
  if (value instanceof SeeOther)
    return { status: 303, body: new Uint8Array(), headers: { [wire.location]: `${site.publicUrl}${value.path}` } };
  if (value instanceof TextAnswer) return textReply(answered, value, site);
  return 'items' in operation.returns.shape
    ? pageReply(answered, onTheWire(value), site)
    : recordReply(answered, onTheWire(value), site);
}

async function listingReply({ operation, request }: Answered, listing: Listing, site: Site): Promise<WireReply> {
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

function textReply({ operation, request }: Answered, answer: TextAnswer, { publicUrl }: Site): WireReply {
  const written = answer.write({ publicUrl, preferred: preferredIn(request) });
  return shapedReply(operation, written.text, written.languages);
}

const preferredIn = (request: WireRequest): Language[] => preferredLanguages(request.header(wire.acceptLanguage));

/** A page whose items the handler has made itself. */
function pageReply({ operation, request }: Answered, result: unknown, { publicUrl }: Site): WireReply {
  const page = PageResult.parse(result);
  const link = linksOf(operation, request, publicUrl);
  const { query } = addressOf(request);
  const body = operation.returns.parse({
    ...page,
    self: link(query),
    items: page.items.map((item) => linkedRecord(item, `${publicUrl}/v1/${operation.resource}`)),
    ...(page.next === undefined ? {} : { next: link({ ...query, after: [page.next] }) }),
  });
  const reduced = withTexts(operation.returns, body, bestOnly(preferredIn(request)));
  return shapedReply(operation, JSON.stringify(reduced), languagesIn(operation.returns, reduced));
}

function recordReply({ operation, query }: Answered, result: unknown, { publicUrl }: Site): WireReply {
  const body = operation.returns.parse(linkedRecord(result, `${publicUrl}/v1/${operation.resource}`));
  const shape = askedShape(query);
  if (shape !== undefined) return shapedRecord(operation, body, shape);
  const href = typeof body.href === 'string' ? body.href : undefined;
  return {
    status: operation.status,
    body: encoder.encode(JSON.stringify(body)),
    headers: {
      [wire.contentType]: json,
      ...(typeof body.version === 'number' ? { [wire.etag]: `"${body.version}"` } : {}),
      ...(operation.status !== 200 && href !== undefined ? { [wire.location]: href } : {}),
    },
  };
}

function shapedRecord(operation: Operation, body: Record<string, unknown>, { select, lang }: AskedShape): WireReply {
  const fields = select === undefined ? Object.keys(body) : fieldsKept(operation.returns, select);
  const kept = Object.fromEntries(fields.filter((name) => name in body).map((name) => [name, body[name]]));
  const reduced = lang === undefined ? kept : withTexts(operation.returns, kept, onlyIn(lang));
  return shapedReply(
    operation,
    JSON.stringify(reduced),
    lang === undefined ? [] : languagesIn(operation.returns, reduced),
  );
}

/** A weak ETag: it says that these bytes are known, and no version that a change could rest on. */
function shapedReply(operation: Operation, text: string, used: readonly Language[]): WireReply {
  const body = encoder.encode(text);
  return {
    status: operation.status,
    body,
    headers: {
      [wire.contentType]: operation.mediaType === undefined ? json : `${operation.mediaType}; charset=utf-8`,
      [wire.etag]: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      ...(used.length === 0
        ? {}
        : { [wire.contentLanguage]: languages.filter((each) => used.includes(each)).join(', ') }),
    },
  };
}

const Identified = z.looseObject({ id: z.string(), href: z.string().optional() });
const PageResult = z.looseObject({ items: z.array(z.unknown()), next: z.string().optional() });

function linkedRecord(record: unknown, collection: string): unknown {
  const identified = Identified.safeParse(record);
  return identified.success ? { href: `${collection}/${identified.data.id}`, ...identified.data } : record;
}

type Query = Readonly<Record<string, readonly string[]>>;

/** Addresses of the operation as it was called, with one query or another. */
function linksOf(operation: Operation, request: WireRequest, publicUrl: string): (query: Query) => string {
  const address = addressOf(request);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(address.path[name] ?? ''));
  return (query) => {
    const parameters = new URLSearchParams();
    for (const [name, values] of Object.entries(query)) for (const item of values) parameters.append(name, item);
    return `${publicUrl}${path}${parameters.size === 0 ? '' : `?${parameters}`}`;
  };
}

/** The address of the record that an operation is about: its own, up to the last id. */
export function recordHref({ path }: Operation, request: WireRequest, publicUrl: string): string {
  const address = addressOf(request);
  const record = path.slice(0, path.lastIndexOf('}') + 1);
  return `${publicUrl}${record.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(address.path[name] ?? ''))}`;
}

/** `record` is where the current version can be read, for callers whose own is stale. */
export function problemReply(
  error: unknown,
  acceptLanguage: string | undefined,
  publicUrl: string,
  record?: () => string,
): WireReply {
  const refusal: Refusal = asRefusal(error);
  const language = problemLanguage(acceptLanguage);
  const problem = {
    ...problemOf(refusal, language),
    href: `${publicUrl}/v1/refData/problemTypes/${refusal.kind.code}`,
    ...(record === undefined || refusal.kind !== stalePrecondition ? {} : { currentHref: record() }),
  };
  const retryAfterSec = refusal.facts.retryAfterSec ?? refusal.kind.retryAfterSec;
  return {
    status: refusal.kind.status,
    body: encoder.encode(JSON.stringify(problem)),
    headers: {
      [wire.contentType]: 'application/problem+json',
      [wire.contentLanguage]: language,
      ...(retryAfterSec === undefined ? {} : { [wire.retryAfter]: String(retryAfterSec) }),
    },
  };
}
