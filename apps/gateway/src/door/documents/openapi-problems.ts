import type { OperationDescription } from '@passerelle/platform/runtime/announcements';
import * as kinds from '@passerelle/platform/kernel/problems';
import type { Json } from './json.js';
import type { Part } from './openapi-shared.js';

// The problems that an operation may answer, by status: its own, and those that any operation may answer. Pure.

interface Kind {
  readonly code: string;
  readonly type: string;
  readonly title: string;
}

/** The problems of any operation, or of any with a body or a scope: the names of their answers under `components`. */
export const commonProblems = {
  Unauthorized: [kinds.noAccessToken, kinds.invalidAccessToken, kinds.expiredAccessToken, kinds.invalidApiKey],
  Forbidden: [kinds.missingScope, kinds.missingPermission],
  PayloadTooLarge: [kinds.payloadTooLarge, kinds.recordTooLarge],
  UnsupportedMediaType: [kinds.unsupportedMediaType],
  TooManyRequests: [kinds.tooManyRequests],
  Unavailable: [kinds.serviceUnavailable, kinds.overloaded],
  Timeout: [kinds.gatewayTimeout],
} satisfies Record<string, readonly Kind[]>;

/** The answers of an operation that are problems, by status. */
export function problemsOf({ refusals, body, scope }: OperationDescription): Record<string, Part> {
  const common = new Map<string, keyof typeof commonProblems>([
    ['401', 'Unauthorized'],
    ...(scope === 'public' ? [] : [['403', 'Forbidden'] as const]),
    ...(body === undefined ? [] : [['413', 'PayloadTooLarge'] as const, ['415', 'UnsupportedMediaType'] as const]),
    ['429', 'TooManyRequests'],
    ['503', 'Unavailable'],
    ['504', 'Timeout'],
  ]);
  const own = Map.groupBy(refusals, ({ status }) => String(status));
  const statuses = [...new Set([...common.keys(), ...own.keys()])];
  return Object.fromEntries(statuses.map((status) => [status, answer(common.get(status), own.get(status) ?? [])]));
}

/** What any operation may answer hides nothing that this one announces, and is not hidden by it. */
function answer(name: keyof typeof commonProblems | undefined, own: readonly Kind[]): Part {
  const common: readonly Kind[] = name === undefined ? [] : commonProblems[name];
  const all = [...new Map([...common, ...own].map((kind) => [kind.code, kind])).values()];
  if (name !== undefined && all.length === common.length) return component(name);
  return { name: all.map(({ code }) => capital(code)).join('Or'), written: problemResponse(all) };
}

export const component = (name: string): Part => ({ written: { $ref: `#/components/responses/${name}` } });

/** A response that lists the types of problem it may carry. */
export const problemResponse = (listed: readonly Omit<Kind, 'code'>[]): Json => ({
  description: listed.map(({ title, type }) => `${title} (\`${type}\`)`).join('; '),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
