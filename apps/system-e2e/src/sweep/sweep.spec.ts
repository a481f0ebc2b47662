import { describeService } from '@passerelle/platform/runtime/announcements';
import { bindOperations, problemReply, readInput } from '@passerelle/platform/runtime/operations';
import {
  InputIssue,
  methodNotAllowed,
  Problem,
  refusal,
  resourceNotFound,
  type Sentences,
} from '@passerelle/platform/kernel/problems';
import { headerJson, rpcHeaders } from '@passerelle/platform/kernel/rpc';
import { bodyOf } from '../../../gateway/src/door/http/body.js';
import { openApiDocument } from '../../../gateway/src/door/documents/openapi-document.js';
import { queryOf, type DoorRequest } from '../../../gateway/src/door/http/request.js';
import { Router } from '../../../gateway/src/door/routing/router.js';
import { transitionIn } from '../../../gateway/src/door/routing/transition.js';
import { z } from 'zod';
import { parts } from '../services.ts';
import { filled, type Assault, type Attempt } from './assault.ts';
import { operationsOf } from './contract.ts';
import { assaultsOn } from './corpus.ts';
import { distinctInputs, faultsOn } from './distinct.ts';
import { faultIn, type Answered } from './verdict.ts';

// The whole cross product of faults, without servers: the functions that check input in the gateway and in the services
// get every fault of every operation, and every value that a schema forbids.

const publicUrl = 'http://passerelle.test';
const bound = parts.map(({ name, module, policy }) => ({ name, operations: bindOperations(name, module, policy) }));
/** A stand-in for the service of each: the sentences of all. */
const said = parts.map(({ sentences }) => sentences);
const sentences: Sentences = (sentence, language) =>
  said.map((say) => say?.(sentence, language)).find((text) => text !== undefined && text !== sentence) ?? sentence;
const descriptions = bound.map(({ name: service, operations }) =>
  describeService({ service, version: '1', typePrefix: 'test', operations, facts: [] }),
);
const router = new Router([], descriptions);
const judging = new Map(bound.flatMap(({ operations }) => operations.map((each) => [each.id, each] as const)));
const swept = operationsOf(
  JSON.parse(JSON.stringify(openApiDocument({ publicUrl, version: '1', issuers: [], descriptions }))),
);

const encoder = new TextEncoder();

/** The checks of the gateway and the service before the handler; `undefined` if the request would reach it. */
function judge({ method, path: target, headers = {}, body = '' }: Attempt): undefined {
  const [path = '', query = ''] = target.split('?');
  const header = (name: string) => headers[name.toLowerCase()];
  const request: DoorRequest = { method, path, query, header, body: encoder.encode(body), address: '' };
  const found = router.find(method, path);
  if (found === undefined || 'page' in found.route) {
    const allowed = router.allowed(path);
    throw allowed.length === 0 ? refusal(resourceNotFound) : refusal(methodNotAllowed, { allowed: allowed.join(', ') });
  }
  const sent = bodyOf(request, 'operation' in found.route ? found.route.operation.method : 'POST');
  const { operation } = 'operation' in found.route ? found.route : transitionIn(found.route, sent);
  const asked = headerJson({ path: found.params, query: queryOf(query) });
  const declared = judging.get(operation.id);
  if (declared === undefined) throw new Error(`${operation.id} is bound`);
  readInput(declared, {
    subject: operation.subject,
    body: sent,
    header: (name) => (name === rpcHeaders.params ? asked : header(name)),
  });
}

const decoder = new TextDecoder();

/** The answer, in a language; 200 if the request would reach the handler. */
function answerTo(attempt: Attempt, language = 'en'): Answered {
  try {
    judge(attempt);
    return { status: 200, body: {}, header: () => '' };
  } catch (error) {
    const { status, body, headers } = problemReply(error, language, { publicUrl, sentences });
    const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const read = JSON.parse(decoder.decode(body));
    return { status, body: status === 500 ? String(error) : read, header: (name) => named.get(name) ?? '' };
  }
}

/** The faults of the answer: if only the handler can find a fault, the input is valid. */
const faultTo = (attempt: Attempt, answered = answerTo(attempt)): string | undefined => {
  const { statuses, forHandler } = attempt;
  return faultIn({ ...attempt, statuses: forHandler === true ? [...statuses, 200] : statuses }, answered);
};

/** Authentication and the size limit need a server: their faults go through the gateway only. */
const isJudgedHere = ({ category, statuses }: Assault): boolean =>
  !['no token', 'forged token'].includes(category) && !statuses.includes(413);

/** One attempt of each kind of problem that occurred. */
const kinds = new Map<string, Attempt>();

/** Every sentence of an issue that occurred. */
const issues = new Set<string>();

const faultsAmong = (attempts: readonly Attempt[]): string[] =>
  attempts.flatMap((attempt) => {
    const answered = answerTo(attempt);
    kinds.set(kindOf(answered), attempt);
    for (const { detail } of answered.body.issues ?? []) issues.add(detail);
    const fault = faultTo(attempt, answered);
    return fault === undefined ? [] : [`${attempt.method} ${attempt.path.slice(0, 200)}, ${attempt.what}: ${fault}`];
  });

/** The content of a problem: its type, and the types and places of its issues. */
const kindOf = ({ status, body }: Answered): string =>
  JSON.stringify([status, body.type, body.issues?.map(kindOfIssue)]);
const kindOfIssue = ({ type, in: place }: z.infer<typeof InputIssue>) => [type, place];

const assaults = swept.flatMap(assaultsOn).filter(isJudgedHere);
const { distinct, all } = distinctInputs(swept);
const forbidden = distinct.flatMap(faultsOn);

it('finds every fault in the input of any operation, and names its place', () => {
  expect(swept.length).toBeGreaterThan(200);
  expect(faultsAmong(assaults)).toEqual([]);
  process.stderr.write(`${assaults.length} bad requests to ${swept.length} operations judged\n`);
});

it('accepts no value that the schema of a field or parameter forbids, at any depth', () => {
  expect(faultsAmong(forbidden)).toEqual([]);
  process.stderr.write(`${forbidden.length} forbidden values of ${distinct.length} of ${all} inputs judged\n`);
});

it('covers every field, every parameter and every operation', () => {
  const judged = new Set(assaults.map(({ method, path, names }) => `${method} ${path.split('?')[0]} ${names}`));
  const inputs = swept.flatMap((operation) =>
    [...Object.keys(operation.query), ...Object.keys(operation.body?.fields ?? {})].map(
      (name) => `${operation.method} ${filled(operation)} ${name}`,
    ),
  );
  expect(inputs.filter((input) => !judged.has(input))).toEqual([]);
  expect(new Set(judging.keys())).toEqual(new Set(swept.map(({ id }) => id)));
});

const languages = ['fr', 'nl', 'en', 'de'];

it('explains each kind of problem in the four languages', () => {
  expect(kinds.size).toBeGreaterThan(5);
  for (const attempt of kinds.values()) {
    const answers = languages.map((language) => answerTo(attempt, language));
    if (answers[0]?.status === 200) continue;
    expect(answers.map((answer) => faultTo(attempt, answer))).toEqual(languages.map(() => undefined));
    expect(answers.map(({ header }) => header('content-language'))).toEqual(languages);
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(languages.length);
    for (const { body } of answers) expect(Problem.safeParse(body).error).toBeUndefined();
  }
});

it('says what is wrong with each field in the caller’s language', () => {
  expect(issues.size).toBeGreaterThan(100);
  const missing = ([...issues] as const).flatMap((issue) =>
    (['fr', 'nl', 'de'] as const).filter((language) => sentences(issue, language) === issue).map(() => issue),
  );
  expect(missing).toEqual([]);
  process.stderr.write(`${issues.size} sentences of issues occurred, each in four languages\n`);
});

it('would notice accepted input, and a broken or unclear answer', () => {
  const attempt: Attempt = { what: '', method: 'GET', path: '/', statuses: [400], names: 'sort' };
  const answer = (status: number, body: object, type = 'application/problem+json'): Answered => ({
    status,
    body,
    header: () => type,
  });
  const problem = { ...answerTo({ ...attempt, path: '/v1/agreements?sort=x' }).body };
  const because = (issue: object) => answer(400, { ...problem, issues: [{ ...problem.issues[0], ...issue }] });
  expect(faultIn(attempt, answer(400, problem))).toBeUndefined();
  expect(faultIn(attempt, answer(200, {}))).toMatch(/^answered 200/);
  expect(faultIn(attempt, answer(500, problem))).toMatch(/^answered 500/);
  expect(faultIn(attempt, answer(400, problem, 'text/html'))).toMatch(/^answered in text/);
  expect(faultIn(attempt, answer(400, { ...problem, detail: '' }))).toMatch(/^is no whole problem/);
  expect(faultIn(attempt, because({ detail: '' }))).toMatch(/^is no whole problem/);
  expect(faultIn(attempt, answer(400, { ...problem, detail: 'relation "agreement"' }))).toMatch(/^lets something out/);
  expect(faultIn(attempt, because({ detail: 'at read (input.ts:44)' }))).toMatch(/^lets something out/);
  expect(faultIn(attempt, answer(400, { ...problem, issues: [] }))).toMatch(/^does not say where/);
  expect(faultIn(attempt, because({ name: 'sorting' }))).toMatch(/^does not name sort/);
});
