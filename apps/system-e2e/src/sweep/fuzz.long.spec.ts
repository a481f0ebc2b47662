import { choiceOfCommit } from '@passerelle/testing/choice';
import { faultsAmong, onOwnSystem } from '../security/system.ts';
import type { SweptOperation } from './contract.ts';
import { atOnce, patience } from './through-the-door.ts';
import { neverRight, wrongValues } from './wrong-values.ts';

// Twenty thousand requests to the records of the example, by four callers in turn, at every operation: parts of a valid call,
// each with another value by chance. Some are accepted. Whatever a caller sends, the system never fails.

const system = onOwnSystem();
const requests = 20_000;
const callers = ['', 'editor', 'partner-flanders', 'reader'];
const choice = choiceOfCommit();

const strange: readonly unknown[] = [
  ...neverRight.map(([, value]) => value),
  ...[
    null,
    '',
    ' ',
    '%',
    '0',
    -1,
    1e21,
    true,
    [],
    {},
    '\u202e',
    'x'.repeat(5_000),
    "'; --",
    '2199-12-31',
    '1900-01-01',
  ],
];

interface Request {
  readonly operation: SweptOperation;
  readonly caller: string;
  /** Names the choices of this request. */
  readonly n: string;
}

/** Up to three fields of the example have a strange value, or one that their schema forbids. */
function bodyOf({ body }: SweptOperation, n: string): string {
  const changed: Record<string, unknown> = { ...body?.example };
  const names = Object.keys(body?.fields ?? {});
  if (choice.number(40, n, 'broken') === 0) return choice.of(['{', '[]', 'null', '7'], n, 'text');
  for (let each = 0; names.length > 0 && each < choice.number(4, n, 'fields'); each++) {
    const name = choice.of(names, n, 'field', String(each));
    const forbidden = wrongValues(body?.fields[name]).map(({ value }) => value);
    changed[name] = choice.of([...strange, ...forbidden], n, 'value', String(each));
  }
  return JSON.stringify(changed);
}

function queryOf({ query }: SweptOperation, n: string): string {
  const names = Object.keys(query);
  const parameters = new URLSearchParams();
  for (let each = 0; names.length > 0 && each < choice.number(4, n, 'parameters'); each++) {
    const values = [...strange.map(String), '2026-01-01', 'true', 'BE-BRU', '(ref)', '-ref'];
    parameters.append(
      choice.of(names, n, 'parameter', String(each)),
      choice.of(values, n, 'text', String(each)).toWellFormed(),
    );
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

it(
  'answers no request of any caller with a failure of its own',
  async () => {
    await system.fill();
    const addresses = new Map<string, string>();
    for (const operation of system.operations) addresses.set(operation.id, await system.addressOf(operation));
    const answers = new Map<number, number>();
    const count = system.operations.length;
    const all = Array.from({ length: requests }, (_, n) => n).flatMap((n): Request[] => {
      const operation = system.operations[n % count];
      const caller = callers[Math.floor(n / count) % callers.length] ?? '';
      return operation === undefined ? [] : [{ operation, caller, n: String(n) }];
    });
    const started = performance.now();
    const faults = await faultsAmong(all, ({ operation, caller, n }) => ask(operation, caller, n), atOnce);
    const counts = [...answers].toSorted().map(([status, times]) => `${times} × ${status}`);
    const seconds = Math.round((performance.now() - started) / 1_000);
    process.stderr.write(`${all.length} requests in ${seconds} s ${choice.words}: ${counts.join(', ')}\n`);
    expect(faults).toEqual([]);
    expect(all).toHaveLength(requests);
    expect([...answers.keys()].toSorted()).toEqual(expect.arrayContaining([200, 400, 401, 403, 404]));

    async function ask(operation: SweptOperation, caller: string, n: string): Promise<string | undefined> {
      const { id, method, body } = operation;
      const path = `${addresses.get(id) ?? ''}${queryOf(operation, n)}`;
      const condition = method === 'PATCH' ? [['if-match', choice.of(['"1"', '"2"', 'W/"1"'], n)] as const] : [];
      const type = body === undefined ? [] : [['content-type', body.mediaType] as const];
      const sent = body === undefined ? {} : { body: bodyOf(operation, n) };
      const token = caller === '' ? '' : system.issuer.tokens[caller];
      const answer = await system.ask(method, path, {
        ...sent,
        headers: Object.fromEntries([...condition, ...type]),
        token,
      });
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
      return answer.status < 500
        ? undefined
        : `${answer.status} to ${caller} from ${method} ${path}: ${sent.body ?? ''}`;
    }
  },
  patience.wholeMs,
);
