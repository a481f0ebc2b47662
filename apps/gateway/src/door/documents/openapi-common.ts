import type { Json } from './json.js';
import { commonProblems, problemResponse } from './openapi-problems.js';

// What operations have in common by the conventions of the door: how to begin, headers, and the problems of any call.

export const introduction = [
  'European, international and inter-regional work of a region: records, facts and figures.',
  '',
  '**Access.** Figures, documents and public records need nothing. For the rest send `Authorization: Bearer …` with a token of an issuer below, or `X-Api-Key` to read, never both: configure a generated client with one of them.',
  '',
  '**Reading.** A list answers `{ self, items, next? }`: follow `next` as it is. `select=(ref,title)` asks for fewer fields, which `required` cannot say.',
  '',
  '**Writing.** `Idempotency-Key` makes a POST or PATCH safe to repeat. PATCH is a JSON Merge Patch and needs `If-Match` with the `ETag` that was read. The acts of a record share the address `/transitions`, of which GET lists what you may do now.',
  '',
  '**Problems** are `application/problem+json`: `type` for programs, `detail` in the language of `Accept-Language`, `issues` with every fault, and `href` with an explanation.',
  '',
  'A first call: `GET /v1/refData`. Facts: `/doc/asyncapi.json`.',
].join('\n');

const text = { type: 'string', maxLength: 300 };

const header = (name: string, description: string, more: Json = {}): Json => ({
  name,
  in: 'header',
  description,
  schema: text,
  ...more,
});

const ifMatch = 'The ETag of the record as it was read: 412 when it has changed since.';

export const parameters = {
  ChangeReason: header(
    'Change-Reason',
    'Why, for the audit trail: 3 to 500 characters on one line, percent-encoded in UTF-8.',
    // An encoded letter takes up to twelve characters.
    { schema: { type: 'string', minLength: 3, maxLength: 6_000 } },
  ),
  Language: header(
    'Accept-Language',
    'Languages of lists and problems: fr, nl, en, de. A text without a translation is given in another one of them.',
  ),
  IdempotencyKey: header(
    'Idempotency-Key',
    'Chosen by the caller, such as a UUID: within 24 hours the same request with it makes its change once, and gets the same answer.',
    { schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' } },
  ),
  IfNoneMatch: header('If-None-Match', 'An ETag: the answer is 304 when nothing has changed.'),
  IfMatch: header('If-Match', ifMatch),
  IfMatchRequired: header('If-Match', ifMatch, { required: true }),
  Trace: header('traceparent', 'W3C Trace Context: the call becomes a part of this trace.'),
};

export const headers = {
  Languages: {
    description: 'The languages of the texts in it, where they were narrowed: in lists, and by `lang`.',
    schema: text,
  },
  ETag: { description: 'The version of the record; weak if it is for If-None-Match only.', schema: text },
  Replayed: {
    description: '`true` when the change had been made before under the same Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
  },
  Location: { description: 'The address of the new record.', schema: { ...text, format: 'uri' } },
  RateLimit: {
    description: 'What is left of the quota, and for how many seconds: `"client";r=999;t=10`.',
    schema: text,
  },
  Policy: { description: 'The quota and its window in seconds: `"client";q=1000;w=10`.', schema: text },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0, maximum: 86_400 } },
  TraceId: { description: 'Identifies this request in the logs.', schema: text },
};

/** Of deprecated operations. */
export const farewellHeaders = {
  Deprecation: {
    description: 'Since when it should not be used: `@` and seconds since 1970 (RFC 9745).',
    schema: text,
  },
  Link: {
    description: 'What explains the deprecation, and what to use instead.',
    schema: { type: 'string', maxLength: 1_000 },
  },
  Sunset: { description: 'From when it may be gone (RFC 8594).', schema: text },
};

export const responses = {
  NotModified: { description: 'Nothing has changed since the ETag of If-None-Match.' },
  ...Object.fromEntries(Object.entries(commonProblems).map(([name, kinds]) => [name, problemResponse(kinds)])),
  Problem: problemResponse([{ code: 'other', type: 'urn:problem-type:...' }]),
};
