// The faults of the answer to invalid input, from the gateway or from the checking functions.
import type { HttpAnswer } from '@passerelle/testing/door';
import type { Attempt } from './assault.ts';

export type Answered = Pick<HttpAnswer, 'status' | 'body' | 'header'>;

const unwanted = /syntax error|relation "|QueryFailed|ZodError|node_modules|\.[jt]s:\d|stack|\[object/i;

interface Issue {
  readonly type?: unknown;
  readonly name?: string;
  readonly detail?: unknown;
}

/** `undefined` if there is none. */
export function faultIn(
  { statuses, names }: Pick<Attempt, 'statuses' | 'names'>,
  answer: Answered,
): string | undefined {
  const { status, body, header } = answer;
  if (!statuses.includes(status)) return `answered ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
  if (status < 300) return undefined;
  if (header('content-type') !== 'application/problem+json') return `answered in ${header('content-type')}`;
  const issues: Issue[] = body.issues ?? [];
  const own = [body.type, body.title, body.detail, body.instance, body.href];
  const told = [...own, ...issues.flatMap(({ type, detail }) => [type, detail])];
  if (body.status !== status || told.some((text) => typeof text !== 'string' || text === ''))
    return `is no whole problem: ${JSON.stringify(body).slice(0, 600)}`;
  if (told.some((text) => unwanted.test(text))) return `lets something out: ${told.join(' ')}`;
  if (status === 400 && issues.length === 0) return `does not say where: ${JSON.stringify(body)}`;
  const named = names === undefined || issues.some(({ name }) => isAt(names, name));
  return named ? undefined : `does not name ${names}: ${JSON.stringify(issues).slice(0, 300)}`;
}

const isAt = (place: string, name = ''): boolean =>
  name === place || name.startsWith(`${place}.`) || name.startsWith(`${place}[`);
