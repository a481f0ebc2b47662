import { z } from 'zod';
import { asRefusal, problemLanguage, problemOf, stalePrecondition, type Refusal } from '../problems/index.js';
import { addressOf } from './input.js';
import type { Operation } from './operation.js';
import { onTheWire, wire, type WireReply, type WireRequest } from '../wire/index.js';

// What leaves is what the schema names: anything else on the record stays inside.

const encoder = new TextEncoder();

/** What was asked for lies at another address by now. */
export class SeeOther {
  /** `path` starts with `/v1/`. */
  constructor(readonly path: string) {}
}

export function replyOf(operation: Operation, request: WireRequest, value: unknown, publicUrl: string): WireReply {
  if (value instanceof SeeOther)
    return { status: 303, body: new Uint8Array(), headers: { [wire.location]: `${publicUrl}${value.path}` } };
  const collection = `${publicUrl}/v1/${operation.resource}`;
  const result = onTheWire(value);
  const linked =
    'items' in operation.returns.shape
      ? linkedPage(result, operation, request, publicUrl)
      : linkedRecord(result, collection);
  const body = operation.returns.parse(linked);
  const href = typeof body.href === 'string' ? body.href : undefined;
  return {
    status: operation.status,
    body: encoder.encode(JSON.stringify(body)),
    headers: {
      [wire.contentType]: 'application/json',
      ...(typeof body.version === 'number' ? { [wire.etag]: `"${body.version}"` } : {}),
      ...(operation.status !== 200 && href !== undefined ? { [wire.location]: href } : {}),
    },
  };
}

const Identified = z.looseObject({ id: z.string(), href: z.string().optional() });
const PageResult = z.looseObject({ items: z.array(z.unknown()), next: z.string().optional() });

function linkedRecord(record: unknown, collection: string): unknown {
  const identified = Identified.safeParse(record);
  return identified.success ? { href: `${collection}/${identified.data.id}`, ...identified.data } : record;
}

function linkedPage(result: unknown, operation: Operation, request: WireRequest, publicUrl: string): unknown {
  const page = PageResult.parse(result);
  const address = addressOf(request);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(address.path[name] ?? ''));
  const link = (query: Readonly<Record<string, readonly string[]>>): string => {
    const parameters = new URLSearchParams();
    for (const [name, values] of Object.entries(query)) for (const item of values) parameters.append(name, item);
    return `${publicUrl}${path}${parameters.size === 0 ? '' : `?${parameters}`}`;
  };
  return {
    ...page,
    self: link(address.query),
    items: page.items.map((item) => linkedRecord(item, `${publicUrl}/v1/${operation.resource}`)),
    ...(page.next === undefined ? {} : { next: link({ ...address.query, after: [page.next] }) }),
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
      'Content-Language': language,
      ...(retryAfterSec === undefined ? {} : { [wire.retryAfter]: String(retryAfterSec) }),
    },
  };
}
