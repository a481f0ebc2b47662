import { openCursor } from '@passerelle/platform/data/lists';
import { choiceOfCommit } from '@passerelle/testing/choice';
import { parts } from '../services.ts';
import { filled, nobody } from '../sweep/assault.ts';
import type { SweptOperation } from '../sweep/contract.ts';
import { atOnce, clientFor, patience } from '../sweep/through-the-door.ts';
import { injectableCanary, type Canary } from './canary.ts';
import { declaredBy, issuesIn } from './judging.ts';
import { faultsAmong, onSystem } from './system.ts';
import { layTripwire, tripwireCall, type Tripwire } from './tripwire.ts';

// S-6: no text of a query, value or name, becomes part of a statement: none calls a function of the database, none
// returns more records. Input that is refused before the handler reaches no statement: that is checked without the
// wire, for all input. Input that reaches a handler is sent as a sample chosen by the commit. `injection.long.spec.ts`
// runs sqlmap on the same lists.

const system = onSystem();

describe('injection', () => {
  const choice = choiceOfCommit();
  const declared = declaredBy(parts);
  let tripwires: Tripwire[] = [];
  let canary: Canary;
  let canaryTripwire: Tripwire;

  beforeAll(async () => {
    await system.fill();
    tripwires = await Promise.all([...system.apps.values()].map(({ data }) => layTripwire(data.ownerUrl)));
    canary = await injectableCanary();
    canaryTripwire = await layTripwire(canary.ownerUrl);
  }, patience.startMs);

  afterAll(async () => {
    for (const tripwire of [...tripwires, canaryTripwire]) await tripwire?.remove();
    await canary?.stop();
  }, patience.startMs);

  const injections = [
    `'; SELECT ${tripwireCall}; --`,
    `' OR ${tripwireCall} IS NULL --`,
    `'||(SELECT ${tripwireCall})||'`,
    `x') OR 1 = (SELECT 1 FROM ${tripwireCall}) --`,
    `1; SELECT ${tripwireCall}`,
    `(SELECT 1 FROM ${tripwireCall})`,
    `ref, (SELECT ${tripwireCall})`,
    `$1; SELECT ${tripwireCall} --`,
    `\\'; SELECT ${tripwireCall}; --`,
    `2026-01-01'::date OR ${tripwireCall} IS NULL --`,
  ];
  const truths = [`' OR '1'='1`, `x' OR 1=1 --`, `' OR ''='`, `%`, `_`, `%%%`];

  interface Question {
    readonly operation: SweptOperation;
    readonly name: string;
    readonly value: string;
  }

  /** The records of a list, or the dates of a calendar file. */
  const itemsIn = (text: string): unknown[] =>
    text.startsWith('BEGIN:VCALENDAR') ? (text.match(/BEGIN:VEVENT/g) ?? []) : (JSON.parse(text).items ?? []);
  /** What a calendar is to be called narrows nothing. */
  const isTitle = ({ operation, name }: Question): boolean => operation.path.endsWith('.ics') && name === 'name';

  const lists = () =>
    system.operations.filter(({ method, query }) => method === 'GET' && Object.keys(query).length > 0);

  const questions = (names: (operation: SweptOperation) => string[], values: readonly string[]): Question[] =>
    lists().flatMap((operation) =>
      names(operation).flatMap((name) => values.map((value) => ({ operation, name, value }))),
    );

  /** Whether a handler would receive it. */
  const isReceived = ({ operation, name, value }: Question): boolean => {
    const judging = declared.get(operation.id)?.operation;
    return judging === undefined || issuesIn(judging, { query: { [name]: [value] } }).length === 0;
  };

  /** One for each parameter of each operation. */
  const someOf = (asked: readonly Question[]): Question[] =>
    [...Map.groupBy(asked, ({ operation, name }) => `${operation.id} ${name}`)].map(([place, those]) =>
      choice.of(those, place),
    );

  async function get(url: string, token = ''): Promise<{ status: number; text: string }> {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, text: await answer.text() };
  }

  const ask = ({ operation, name, value }: Question) => {
    const query = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    return get(`${system.url}${filled(operation)}?${query}`, system.issuer.tokens[clientFor(operation)]);
  };

  const sprung = async (): Promise<number> => {
    const calls = await Promise.all(tripwires.map((tripwire) => tripwire.sprung()));
    return calls.reduce((sum, each) => sum + each, 0);
  };

  const spoken = ({ text }: { text: string }) => /syntax error|unterminated|pg_catalog|relation "/i.test(text);

  /** The faults; if the tripwire was called, each request is repeated alone to find the cause. */
  async function faultsOf(asked: readonly Question[], statuses: readonly number[]): Promise<string[]> {
    const before = await sprung();
    const shown = ({ operation, name, value }: Question) => `${operation.id}?${name}=${value}`;
    const faults = await faultsAmong(
      asked,
      async (question) => {
        const answer = await ask(question);
        if (spoken(answer)) return `${shown(question)} speaks of SQL: ${answer.text}`;
        return statuses.includes(answer.status) ? undefined : `${shown(question)} answered ${answer.status}`;
      },
      atOnce,
    );
    let known = await sprung();
    if (known === before) return faults;
    for (const question of asked) {
      await ask(question);
      const now = await sprung();
      if (now > known) faults.push(`${shown(question)} calls what it names`);
      known = now;
    }
    return [...faults, 'the tripwire was called'];
  }

  it(
    'calls no function for any value of any parameter of any list',
    async () => {
      const all = questions(({ query }) => Object.keys(query), injections);
      const sent = someOf(all.filter(isReceived));
      const faults = await faultsOf(sent, [200, 400, 404]);
      process.stderr.write(
        `${lists().length} operations with a query, ${all.length} values that would call a function, ${sent.length} sent ${choice.words}: ${faults.length} faults\n`,
      );
      expect(lists().length).toBeGreaterThan(15);
      expect(sent.length).toBeGreaterThan(15);
      expect(faults).toEqual([]);
    },
    patience.sampleMs,
  );

  it(
    'accepts no parameter whose name is continued',
    async () => {
      const all = lists().flatMap((operation) =>
        [...Object.keys(operation.query), 'id'].flatMap((name) =>
          injections.map((more) => ({ operation, name: `${name}${more}`, value: '1' })),
        ),
      );
      expect(all.filter(isReceived)).toEqual([]);
      const byOperation = Map.groupBy(all, ({ operation }) => operation.id);
      const sent = [...byOperation].map(([id, those]) => choice.of(those, id, 'name'));
      expect(await faultsOf(sent, [400, 404])).toEqual([]);
    },
    patience.sampleMs,
  );

  const cursorsMadeByHand = injections.flatMap((text) =>
    [
      [text, 'x', nobody],
      ['ref', text, text],
      [text, text, text],
      [text, nobody],
    ].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
  );

  it(
    'answers a forged sort and a forged cursor with 400',
    async () => {
      const sorted = lists().filter(({ query }) => query.sort !== undefined);
      const isSorted = ({ operation }: Question) => sorted.includes(operation);
      const orders = injections.flatMap((text) => [`ref ${text}`, `-ref ${text}`, `ref,${text}`]);
      expect(
        questions(() => ['sort'], orders)
          .filter(isSorted)
          .filter(isReceived),
      ).toEqual([]);
      for (const cursor of cursorsMadeByHand)
        expect(() => openCursor('a secret', { list: 'agreement', filters: [], sort: 'ref' }, cursor)).toThrow(/after/);
      const sent = someOf(questions(() => ['after'], cursorsMadeByHand).filter(isSorted));
      expect(sorted.length).toBeGreaterThan(10);
      expect(await faultsOf(sent, [400, 404])).toEqual([]);
    },
    patience.sampleMs,
  );

  it(
    'returns no further record for a condition that is always true',
    async () => {
      const paging = ['pageSize', 'total', 'after', 'sort', 'q'];
      const all = questions(({ query }) => Object.keys(query).filter((name) => !paging.includes(name)), truths);
      const faults = await faultsAmong(
        someOf(all.filter(isReceived)),
        async (question) => {
          const { status, text } = await ask(question);
          if (status !== 200) return undefined;
          const { operation, name, value } = question;
          const items = itemsIn(text);
          return items.length === 0 || isTitle(question)
            ? undefined
            : `${operation.id}?${name}=${value} shows ${items.length} records`;
        },
        atOnce,
      );
      expect(faults).toEqual([]);
    },
    patience.sampleMs,
  );

  it(
    'would notice a service that calls a given function, and one that shows more',
    async () => {
      expect((await get(`${canary.url}?ref=CO-2026-0001`)).status).toBe(200);
      expect(await canaryTripwire.sprung()).toBe(0);
      for (const text of injections) await get(`${canary.url}?ref=${encodeURIComponent(text)}`);
      expect(await canaryTripwire.sprung()).toBeGreaterThan(0);
      const { text } = await get(`${canary.url}?ref=${encodeURIComponent(`' OR '1'='1`)}`);
      expect(JSON.parse(text).items).toHaveLength(2);
    },
    patience.sampleMs,
  );
});
