import type { HttpAnswer } from '@passerelle/testing/door';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';
import { System } from '../security/system.ts';
import type { SweptOperation } from './contract.ts';
import { assaultsOn, type Assault } from './corpus.ts';

// Every operation that is announced gets a corpus of bad input through the door: each a clear problem, nothing changed,
// never a 500. The operations are read from the served document, so the next one is covered without another line.

const system = new System();
let operations: SweptOperation[];

beforeAll(async () => {
  await system.start([cooperation, representation, networks, projects], gateway);
  operations = system.operations;
}, 90_000);

afterAll(() => system.stop());

const unwanted = /syntax error|relation "|QueryFailed|ZodError|node_modules|\.[jt]s:\d|stack/i;

/** What is wrong with the answer to bad input; undefined when nothing is. */
function faultIn({ statuses, names }: Assault, { status, body, header }: HttpAnswer): string | undefined {
  if (!statuses.includes(status)) return `answered ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
  if (status < 300) return undefined;
  if (header('content-type') !== 'application/problem+json') return `answered in ${header('content-type')}`;
  const told = [body.type, body.title, body.detail, body.instance, body.href];
  if (body.status !== status || told.some((text) => typeof text !== 'string' || text === ''))
    return `is no whole problem: ${JSON.stringify(body)}`;
  if (told.some((text) => unwanted.test(text))) return `lets something out: ${told.join(' ')}`;
  const issues: { name?: string }[] = body.issues ?? [];
  const named =
    names === undefined ||
    issues.some(({ name = '' }) => name === names || name.startsWith(`${names}.`) || name.startsWith(`${names}[`));
  return named ? undefined : `does not name ${names}: ${JSON.stringify(issues).slice(0, 300)}`;
}

/** Whoever may perform the operation, so that the fault alone is what is refused. */
const tokenFor = ({ scope = '' }: SweptOperation): string | undefined => {
  if (scope.startsWith('audit:')) return system.issuer.tokens['auditor'];
  if (scope.endsWith(':approve')) return system.issuer.tokens['approver'];
  return system.issuer.tokens[scope === 'admin' ? 'admin' : 'editor'];
};

async function assail(operation: SweptOperation, assault: Assault): Promise<string | undefined> {
  const { method, path, headers = {}, body, anonymous } = assault;
  const answer = await system.ask(method, path, {
    headers,
    ...(body === undefined ? {} : { body }),
    token: anonymous === true ? '' : tokenFor(operation),
  });
  const fault = faultIn(assault, answer);
  return fault === undefined ? undefined : `${operation.id}, ${assault.what}: ${fault}`;
}

it('answers bad input to every announced operation with a clear problem, and changes nothing', async () => {
  const before = await system.settled();
  const waiting = operations.flatMap((operation) => assaultsOn(operation).map((assault) => ({ operation, assault })));
  const total = waiting.length;
  const faults: string[] = [];
  const sweep = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const fault = await assail(next.operation, next.assault);
      if (fault !== undefined) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: 16 }, sweep));
  process.stdout.write(`${operations.length} operations swept with ${total} bad requests: ${faults.length} faults\n`);
  expect(operations.length).toBeGreaterThanOrEqual(50);
  expect(faults.sort()).toEqual([]);
  expect(await system.holdings()).toEqual(before);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}, 180_000);

it('would notice what is accepted, broken or unclear', () => {
  const answer = (status: number, body: object, type = 'application/problem+json'): HttpAnswer => ({
    status,
    body,
    text: '',
    ms: 1,
    header: () => type,
  });
  const assault = { what: '', method: 'GET', path: '/', statuses: [400], names: 'sort' };
  const problem = {
    type: 'urn:x',
    title: 'Bad',
    detail: 'It is bad.',
    status: 400,
    instance: 'urn:uuid:1',
    href: 'http://x',
  };
  const named = { ...problem, issues: [{ name: 'sort' }] };
  expect(faultIn(assault, answer(400, named))).toBeUndefined();
  expect(faultIn(assault, answer(200, {}))).toMatch(/^answered 200/);
  expect(faultIn(assault, answer(500, problem))).toMatch(/^answered 500/);
  expect(faultIn(assault, answer(400, named, 'text/html'))).toMatch(/^answered in text/);
  expect(faultIn(assault, answer(400, { ...named, detail: '' }))).toMatch(/^is no whole problem/);
  expect(faultIn(assault, answer(400, { ...named, detail: 'relation "agreement"' }))).toMatch(/^lets something out/);
  expect(faultIn(assault, answer(400, problem))).toMatch(/^does not name sort/);
});
