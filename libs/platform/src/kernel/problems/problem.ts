import { preferredLanguages, type Language } from '@passerelle/domain/language';
import { BeyondCalendar } from '@passerelle/domain/period';
import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { internalServerError } from './kinds.js';
import { Refusal, type RefusalKind } from './refusal.js';
import { inputFault } from './rules.js';
import { sentencesWith } from './sentences.js';

export const InputIssue = z
  .object({
    type: z.url().max(300),
    in: z.enum(['body', 'header', 'path', 'query']),
    name: z.string().max(300),
    value: z.unknown().optional(),
    detail: z.string().max(1000),
  })
  .meta({ id: 'InputIssue', description: 'One fault of the input.' });

/** RFC 9457 in Belgif's profile. */
export const Problem = z
  .looseObject({
    type: z.url().max(300),
    href: z.url().max(300).optional(),
    title: z.string().max(200),
    status: z.int().min(400).max(599),
    detail: z.string().max(2000),
    instance: z.url().max(100),
    retryAfterSec: z.int().min(0).optional().describe('Seconds to wait before the same request, as in `Retry-After`'),
    currentVersion: z.int().min(1).optional().describe('Of a 412: the version of the record now'),
    currentHref: z.url().max(300).optional().describe('Of a 412: where the record is read'),
    issues: z.array(InputIssue).max(100).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong, where, and what to do about it (RFC 9457).' });
export type Problem = z.infer<typeof Problem>;

/** The first of our languages that an `Accept-Language` header asks for; English when it asks for none. */
export const problemLanguage = (acceptLanguage: string | undefined): Language =>
  preferredLanguages(acceptLanguage)[0] ?? 'en';

const filledIn = (text: string, facts: Refusal['facts']): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole));

const platformSentences = sentencesWith();

/** Facts are spread first: a fact called `status` must not override the HTTP status. */
export function problemOf(refusal: Refusal, language: Language, sentences = platformSentences): Problem {
  const { kind, facts, issues } = refusal;
  return {
    ...facts,
    type: kind.type,
    title: kind.title,
    status: kind.status,
    detail: filledIn(kind.detail[language], facts),
    instance: `urn:uuid:${uuid()}`,
    ...(kind.retryAfterSec === undefined ? {} : { retryAfterSec: kind.retryAfterSec }),
    ...(issues.length === 0
      ? {}
      : { issues: issues.map((issue) => ({ ...issue, detail: sentences(issue.detail, language) })) }),
  };
}

/** An unexpected error becomes a 500 without any detail. A `BeyondCalendar` is a fault of the input. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return error instanceof BeyondCalendar
    ? inputFault('body', '', 'invalidPeriod', error.message)
    : new Refusal(internalServerError);
}

export const describeKind = ({ code, type, status, title, detail }: RefusalKind): object => ({
  code,
  type,
  status,
  title,
  detail,
});
