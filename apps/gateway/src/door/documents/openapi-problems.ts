import type { OperationDescription } from '@passerelle/platform/runtime/announcements';
import * as kinds from '@passerelle/platform/kernel/problems';
import type { Json } from './json.js';
import type { Part } from './openapi-shared.js';

// The problems that an operation may answer, by status: its own, and those that any operation may answer. Pure.

interface Kind {
  readonly code: string;
  readonly type: string;
}

/** The problems of any operation, or of any with a body or a scope: the names of their answers under `components`. */
export const commonProblems = {
  Unauthorized: [kinds.noAccessToken, kinds.invalidAccessToken, kinds.expiredAccessToken, kinds.invalidApiKey],
  Forbidden: [kinds.missingScope, kinds.missingPermission],
  Accept: [kinds.notAcceptable],
  Conflict: [kinds.idempotencyConflict, kinds.requestInProgress],
  TooLarge: [kinds.payloadTooLarge, kinds.recordTooLarge],
  MediaType: [kinds.unsupportedMediaType],
  Limited: [kinds.tooManyRequests],
  Unavailable: [kinds.serviceUnavailable, kinds.overloaded],
  Timeout: [kinds.gatewayTimeout],
} satisfies Record<string, readonly Kind[]>;

/** The answers of an operation that are problems, by status. */
export function problemsOf({ method, refusals, body, scope }: OperationDescription): Record<string, Part> {
  const common = new Map<string, keyof typeof commonProblems>([
    ['401', 'Unauthorized'],
    ...(scope === 'public' ? [] : [['403', 'Forbidden'] as const]),
    ['406', 'Accept'],
    ...(isRepeatable(method) ? [['409', 'Conflict'] as const] : []),
    ...(body === undefined ? [] : [['413', 'TooLarge'] as const, ['415', 'MediaType'] as const]),
    ['429', 'Limited'],
    ['503', 'Unavailable'],
    ['504', 'Timeout'],
  ]);
  const own = Map.groupBy(refusals, ({ status }) => String(status));
  const statuses = [...new Set([...common.keys(), ...own.keys()])];
  return Object.fromEntries(statuses.map((status) => [status, answer(common.get(status), own.get(status) ?? [])]));
}

/** What any operation may answer hides nothing that this one announces, and is not hidden by it. */
function answer(name: keyof typeof commonProblems | undefined, announced: readonly Kind[]): Part {
  const common: readonly Kind[] = name === undefined ? [] : commonProblems[name];
  const own = announced.filter(({ code }) => common.every((kind) => kind.code !== code));
  if (name !== undefined && own.length === 0) return component(name);
  return { name: own.map(({ code }) => capital(code)).join('Or'), written: problemResponse([...own, ...common]) };
}

export const component = (name: string): Part => ({ written: { $ref: `#/components/responses/${name}` } });

const temporary = [...commonProblems.Limited, ...commonProblems.Unavailable].map(({ code }) => code);

/** A response that lists the types of problem it may carry. */
export const problemResponse = (listed: readonly Kind[]): Json => ({
  description: listed.map(({ type }, index) => `\`${index === 0 ? type : shortened(type, listed)}\``).join(', '),
  ...(listed.some(({ code }) => temporary.includes(code))
    ? { headers: headersOf([['Retry-After', 'RetryAfter']]) }
    : {}),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** `…:recordClosed` after another of its namespace. */
const shortened = (type: string, [first]: readonly Kind[]): string => {
  const namespace = type.slice(0, type.lastIndexOf(':'));
  return first?.type.startsWith(`${namespace}:`) === true ? type.replace(namespace, '…') : type;
};

/** Headers by name, each as a component. */
export const headersOf = (named: readonly (readonly [string, string])[]): Json =>
  Object.fromEntries(named.map(([name, under]) => [name, { $ref: `#/components/headers/${under}` }]));

/** Whether `Idempotency-Key` makes a repetition safe. */
export const isRepeatable = (method: OperationDescription['method']): boolean => method !== 'GET';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
