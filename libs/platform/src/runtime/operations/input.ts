import { withoutRetiredCodes } from '@passerelle/domain/reference-list';
import { isStorable, Text } from '@passerelle/domain/text';
import { z } from 'zod';
import { badRequest, preconditionRequired, Refusal, refusal, type Issue } from '../../kernel/problems/index.js';
import type { Operation } from './operation.js';
import { rpcHeaders, type Address, type RpcRequest } from '../../kernel/rpc/index.js';
import { plainly } from './wording.js';

// All faults of a request are found before the use case starts, and reported together.

const deepest = 32;
const mostIssues = 50;
const longestName = 300;
const validation = 'urn:problem-type:belgif:input-validation';

export interface Input {
  readonly params: Record<string, string>;
  readonly query: unknown;
  readonly body: unknown;
  readonly expectedVersion: number | undefined;
  /** Why, in the caller's words, for the audit trail. */
  readonly reason: unknown;
}

type Place = Issue['in'];

const issue = (place: Place, name: string, kind: string, detail: string): Issue => ({
  type: `${validation}:${kind}`,
  in: place,
  name,
  detail,
});

// Schemas are built once here: building one costs more than a check.
const noQuery = z.strictObject({});
const Params = z.record(z.string(), z.string());

/** The checked input of a call; a `Refusal` with every fault otherwise. */
export function readInput(operation: Operation, request: RpcRequest): Input {
  const issues: Issue[] = [];
  const address = addressOf(request);
  const params = check(operation.params, 'path', address.path, issues);
  const querySchema = operation.query ?? noQuery;
  const query = check(querySchema, 'query', flatten(address.query, querySchema), issues);
  issues.push(...emptyParameters(address.query, issues));
  const body = readBody(operation, request.body, issues);
  const expectedVersion = readIfMatch(operation, request.header(rpcHeaders.ifMatch), issues);
  const reason = readReason(operation, request.header(rpcHeaders.changeReason), issues) ?? reasonIn(body);
  if (issues.length > 0) throw new Refusal(badRequest, {}, issues.slice(0, mostIssues));
  return { params: Params.parse(params), query, body, expectedVersion, reason };
}

/** Path and query of the request, as the door wrote them into one header. */
export function addressOf(request: RpcRequest): Address {
  const text = request.header(rpcHeaders.params);
  if (text === undefined) return { path: {}, query: {} };
  try {
    return Address.parse(JSON.parse(text));
  } catch {
    throw new Refusal(badRequest, {}, [
      issue('header', rpcHeaders.params, 'schemaViolation', 'is not the JSON of an address'),
    ]);
  }
}

/** Like `z.record`, which silently drops `__proto__`: here it stays, and is refused as an unknown name. */
function named<Value>(value: z.ZodType<Value>) {
  const values = z.array(value);
  return z.custom<Record<string, Value>>((given) => {
    const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
    return isObject && values.safeParse(Object.values(given)).success;
  });
}

const Address = z.object({ path: named(z.string()), query: named(z.array(z.string())) });

/** `?status=a&status=b` is a list where the schema has a list; anywhere else a repeated parameter is a fault of its own. */
function flatten(query: Address['query'], schema: z.ZodObject): Record<string, unknown> {
  const listed = (name: string): boolean => {
    const field = schema.shape[name];
    return field instanceof z.ZodOptional ? field.unwrap() instanceof z.ZodArray : field instanceof z.ZodArray;
  };
  return Object.fromEntries(
    Object.entries(query).map(([name, values]) => [name, listed(name) || values.length > 1 ? values : values[0]]),
  );
}

/** `?count=` has no value: reading it as absent, or as zero, would answer another question. */
function emptyParameters(query: Address['query'], found: readonly Issue[]): Issue[] {
  const isFound = (name: string): boolean => found.some((each) => each.in === 'query' && each.name.startsWith(name));
  return Object.entries(query)
    .filter(([name, values]) => values.includes('') && !isFound(name))
    .map(([name]) => issue('query', name, 'schemaViolation', 'must not be empty: leave it out, or give it a value'));
}

function readBody(operation: Operation, bytes: Uint8Array, issues: Issue[]): unknown {
  if (operation.body === undefined) {
    if (bytes.length > 0) issues.push(issue('body', '', 'unknownInput', 'this operation takes no body'));
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    issues.push(
      issue('body', '', 'schemaViolation', bytes.length === 0 ? 'a JSON body is required' : 'is not JSON in UTF-8'),
    );
    return undefined;
  }
  const { body } = operation;
  return withoutRetiredCodes(() => check(body, 'body', value, issues));
}

function check(schema: z.ZodType, place: Place, value: unknown, issues: Issue[]): unknown {
  const fault = structuralFault(value);
  if (fault !== undefined) {
    issues.push(issue(place, fault.name, 'schemaViolation', fault.detail));
    return undefined;
  }
  const parsed = schema.safeParse(value, { error: plainly });
  if (parsed.success) return parsed.data;
  issues.push(...unrepeated(parsed.error.issues).flatMap((found) => issuesOf(found, place, value)));
  return undefined;
}

/** Checks for every body, so that no schema needs them: texts can be stored, and nothing nests deeper than 32 levels. */
function structuralFault(root: unknown): { name: string; detail: string } | undefined {
  const open: { value: unknown; name: string; depth: number }[] = [{ value: root, name: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    const name = next.name.slice(0, longestName);
    if (typeof value === 'string' && !isStorable(value))
      return { name, detail: 'contains a character that cannot be stored' };
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= deepest) return { name, detail: `nests deeper than ${deepest} levels` };
    for (const [key, child] of Object.entries(value)) {
      if (!isStorable(key))
        return { name, detail: 'has a field whose name contains a character that cannot be stored' };
      open.push({ value: child, name: name === '' ? key : `${name}.${key}`, depth: depth + 1 });
    }
  }
  return undefined;
}

/** That a field is missing is not said once more where a rule says why it must be given. */
export function unrepeated(found: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const explained = new Set(found.filter(({ code }) => code === 'custom').map(({ path }) => path.join('.')));
  return found.filter(({ code, path }) => code !== 'invalid_type' || !explained.has(path.join('.')));
}

export function issuesOf(found: z.core.$ZodIssue, place: Place, root: unknown): Issue[] {
  // A parameter that repeats is named as it was sent, without the number of the value.
  const path = place === 'query' ? found.path.slice(0, 1) : found.path;
  const name = path.map(String).join('.').slice(0, longestName);
  if (found.code === 'unrecognized_keys') {
    return found.keys.map((key) =>
      issue(place, (name === '' ? key : `${name}.${key}`).slice(0, longestName), 'unknownInput', 'is not known here'),
    );
  }
  const kind =
    found.code === 'custom' && typeof found.params?.issue === 'string' ? found.params.issue : 'schemaViolation';
  const value = valueAt(root, found.path);
  const worthShowing = ['string', 'number', 'boolean'].includes(typeof value) && String(value).length <= 100;
  const detail = found.code === 'invalid_type' && value === undefined ? 'is required' : found.message;
  return [{ ...issue(place, name, kind, detail.slice(0, 1000)), ...(worthShowing ? { value } : {}) }];
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );

const Reason = Text(3, 500);

/** Percent-encoded UTF-8, since a header contains ASCII only: `Faute%20de%20frappe`. */
function readReason({ method }: Operation, header: string | undefined, issues: Issue[]): string | undefined {
  if (header === undefined || method === 'GET') return undefined;
  const read = Reason.safeParse(decoded(header)).data;
  if (read === undefined)
    issues.push(
      issue(
        'header',
        'Change-Reason',
        'schemaViolation',
        'must be 3 to 500 characters on one line, percent-encoded in UTF-8',
      ),
    );
  return read;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const reasonIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'reason' in body ? body.reason : undefined;

function readIfMatch(operation: Operation, header: string | undefined, issues: Issue[]): number | undefined {
  if (header === undefined) {
    if (operation.method === 'PATCH') throw refusal(preconditionRequired);
    return undefined;
  }
  // A proxy that compresses makes a strong ETag weak. RFC 9110 (13.1.1) wants a strong comparison because weak validators may stay
  // equal while the record changes; ours does not: it is the version, which every change increases, whatever the encoding.
  const version = /^(?:W\/)?"([1-9]\d{0,8})"$/.exec(header.trim())?.[1];
  if (version !== undefined) return Number(version);
  issues.push(
    issue('header', 'If-Match', 'schemaViolation', 'must be one ETag of the record as this service gives them: "7"'),
  );
  return undefined;
}
