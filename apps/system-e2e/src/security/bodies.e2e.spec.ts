import type { Operation } from '@passerelle/platform/runtime/operations';
import { choiceOfCommit } from '@passerelle/testing/choice';
import { httpClient, type HttpAnswer, type HttpClient } from '@passerelle/testing/door';
import { until } from '@passerelle/testing/until';
import fc from 'fast-check';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { parts } from '../services.ts';
import { filled } from '../sweep/assault.ts';
import type { Body, SweptOperation } from '../sweep/contract.ts';
import { atOnce, clientFor, patience } from '../sweep/through-the-door.ts';
import { declaredBy, issuesIn } from './judging.ts';
import { chunks, likePrototypes, placesIn, prototypes, put, queriesLikePrototypes } from './planting.ts';
import { answerOf, strangersIn } from './shapes.ts';
import { faultsAmong, onSystem } from './system.ts';

// S-4 and S-5: a body sets only the fields of its schema, and a name like a prototype's is an ordinary unknown name.
// All cases are checked against the functions that read bodies and queries, without the wire; some, chosen by the
// commit, are sent to existing records, so that an accepted one would change something.

const system = onSystem();

describe('bodies', () => {
  interface Target {
    readonly operation: SweptOperation;
    readonly declared: Operation;
    readonly body: Body;
    readonly address: string;
    readonly token: string;
  }

  const choice = choiceOfCommit();
  const declared = declaredBy(parts);
  let targets: Target[];
  let columns: string[];
  let words: ReadonlySet<string>;

  beforeAll(async () => {
    await system.fill();
    // Deadlines of the example are recorded before the comparison, not during it.
    await system.app('cooperation').app.get(DeadlineWorker).check(new Date());
    columns = await system.columns();
    words = new Set([...JSON.stringify(system.document).matchAll(/"(\w+)":/g)].map((match) => match[1] ?? ''));
    targets = await Promise.all(system.operations.flatMap(targetsAt));
  }, patience.startMs);

  const known = ({ id }: Pick<SweptOperation, 'id'>) => {
    const found = declared.get(id);
    if (found === undefined) throw new Error(`${id} is declared by no service`);
    return found;
  };

  const records = new Map<string, Promise<string>>();

  /** As `system.addressOf`, cached for all operations on records of one kind. */
  async function addressOf(operation: SweptOperation): Promise<string> {
    const record = /^\/v1\/\w+\/\{\w+\}/.exec(operation.path)?.[0];
    if (record === undefined) return filled(operation);
    const found = records.get(record) ?? system.addressOf({ ...operation, path: record });
    records.set(record, found);
    return filled({ ...operation, path: `${await found}${operation.path.slice(record.length)}` });
  }

  const targetsAt = (operation: SweptOperation): Promise<Target>[] => {
    const { body } = operation;
    if (body === undefined) return [];
    const token = system.issuer.tokens[clientFor(operation)] ?? '';
    const judging = known(operation).operation;
    return [addressOf(operation).then((address) => ({ operation, declared: judging, body, address, token }))];
  };

  const send = ({ operation, body, address, token }: Target, text: string): Promise<HttpAnswer> =>
    system.ask(operation.method, address, {
      token,
      body: text,
      headers: { 'content-type': body.mediaType, ...(operation.method === 'PATCH' ? { 'if-match': '"1"' } : {}) },
    });

  const unknownIn = (issues: readonly { type: string; name: string }[] = []): string[] =>
    issues.flatMap(({ type, name }) => (type.endsWith(':unknownInput') ? [name] : []));

  const polluted = () => Reflect.get({}, 'polluted');

  /** A body with fields outside its schema: each must be refused by name. */
  function strange({ body }: Target, names: readonly string[]): { added: readonly string[]; text: string } {
    const added = names.filter((name) => !Object.hasOwn(body.fields, name));
    const fields = Object.fromEntries(added.map((name) => [name, 1]));
    return { added, text: JSON.stringify({ ...body.example, ...fields }) };
  }

  /** The names that the answer about a body omits. */
  function untold(target: Target, names: readonly string[]): string[] {
    const { added, text } = strange(target, names);
    const told = new Set(unknownIn(issuesIn(target.declared, { body: text })));
    return added.filter((name) => !told.has(name)).map((name) => `${target.operation.id} takes ${name}`);
  }

  async function assign(target: Target, names: readonly string[]): Promise<string | undefined> {
    const { added, text } = strange(target, names);
    const answer = await send(target, text);
    const told = new Set(unknownIn(answer.body?.issues));
    const missed = added.filter((name) => !told.has(name));
    if (answer.status === 400 && missed.length === 0) return undefined;
    return `${target.operation.id}: ${answer.status}, nothing about ${missed.join(', ')}`;
  }

  it(
    'S-4 refuses every column of every table that a body does not name, and changes nothing',
    async () => {
      const before = await system.settled();
      const some = chunks(columns, 40);
      expect(targets.flatMap((target) => some.flatMap((names) => untold(target, names)))).toEqual([]);
      const faults = await faultsAmong(
        targets,
        (target) => assign(target, choice.of(some, target.operation.id, 'columns')),
        atOnce,
      );
      process.stderr.write(
        `${targets.length} operations with a body, ${columns.length} names of columns, ${targets.length} sent ${choice.words}: ${faults.length} let through\n`,
      );
      expect([targets.length, columns.length].every((count) => count > 50)).toBe(true);
      expect(faults).toEqual([]);
      expect(await system.settled()).toEqual(before);
    },
    patience.sampleMs,
  );

  it(
    'S-4 refuses an unknown name at any depth',
    async () => {
      const before = await system.settled();
      const name = fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.constantFrom(...columns));
      const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.boolean(), fc.uuid());
      const planted = fc
        .record({
          target: fc.constantFrom(...targets),
          name: name.filter((word) => !words.has(word)),
          value,
          place: fc.nat(),
        })
        .map(({ target, place, ...field }) => {
          const places = placesIn(target.body.example);
          const example = put(target.body.example, places[place % places.length] ?? [], field.name, field.value);
          return { target, body: JSON.stringify(example) };
        });
      const judged = fc.property(planted, ({ target, body }) => issuesIn(target.declared, { body }).length > 0);
      const sent = fc.asyncProperty(planted, async ({ target, body }) => (await send(target, body)).status === 400);
      fc.assert(judged, { numRuns: 2_000 });
      await fc.assert(sent, { numRuns: 100 });
      expect(await system.settled()).toEqual(before);
    },
    patience.sampleMs,
  );

  it(
    'S-5 refuses names like a prototype in every body',
    async () => {
      const before = await system.settled();
      const tries = targets.flatMap((target) => likePrototypes(target.body.example).map((body) => ({ target, body })));
      const taken = tries.filter(({ target, body }) => issuesIn(target.declared, { body }).length === 0);
      expect(taken.map(({ target, body }) => `${target.operation.id}: ${body}`)).toEqual([]);
      const faults = await faultsAmong(
        targets,
        async (target) => {
          const body = choice.of(likePrototypes(target.body.example), target.operation.id, 'prototype');
          const { status } = await send(target, body);
          return status === 400 && polluted() === undefined
            ? undefined
            : `${target.operation.id}: ${status} to ${body}`;
        },
        atOnce,
      );
      process.stderr.write(
        `${tries.length} bodies like a prototype, ${targets.length} sent ${choice.words}: ${faults.length} let through\n`,
      );
      expect(faults).toEqual([]);
      expect(polluted()).toBeUndefined();
      expect(await system.settled()).toEqual(before);
    },
    patience.sampleMs,
  );

  it(
    'S-5 refuses names like a prototype in every query',
    async () => {
      const asked = [...declared.values()].flatMap(({ operation }) =>
        queriesLikePrototypes.map((text) => ({ operation, query: { [text.slice(0, text.lastIndexOf('='))]: ['1'] } })),
      );
      const taken = asked.filter(({ operation, query }) => issuesIn(operation, { query }).length === 0);
      expect(taken.map(({ operation, query }) => [operation.id, query])).toEqual([]);
      const faults = await faultsAmong(
        system.operations,
        async (operation) => {
          const query = choice.of(queriesLikePrototypes, operation.id);
          const { status } = await system.ask('GET', `${filled(operation)}?${query}`);
          const refused = [400, 403, 404, 405].includes(status) && polluted() === undefined;
          return refused ? undefined : `${operation.id}?${query}: ${status}`;
        },
        atOnce,
      );
      process.stderr.write(
        `${asked.length} queries like a prototype, ${system.operations.length} sent: ${faults.length} let through\n`,
      );
      expect(faults).toEqual([]);
    },
    patience.sampleMs,
  );

  it(
    'S-5 reads a fact with names like a prototype, and goes on',
    async () => {
      const { database } = system.app('cooperation');
      const [like] = await database.query<{ data: string }>(
        `SELECT data FROM event_log WHERE type = 'agreements.registered' ORDER BY position LIMIT 1`,
      );
      const id = '0193a5c4-7e1f-7000-8000-00000000aaaa';
      const state = JSON.stringify({ ...JSON.parse(like?.data ?? '{}'), id, ref: 'CO-2099-9999' });
      const data = `{${prototypes.slice(0, 3).join(',')},${state.slice(1)}`;
      await database.query(
        `INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
     SELECT 'internal', gen_random_uuid(), $1, 1, type, schema_version, envelope, $2
       FROM event_log WHERE type = 'agreements.registered' ORDER BY position LIMIT 1`,
        [id, data],
      );
      const known = `SELECT 1 FROM ledger WHERE event LIKE '%${id}%'`;
      await until('it is in the ledger', async () => (await system.app('gateway').database.query(known)).length === 1);
      const [next] = targets.filter(({ operation }) => operation.id === 'registerAgreement');
      if (next === undefined) throw new Error('agreements are registered');
      const after = await send(next, JSON.stringify(next.body.example));
      const later = `SELECT 1 FROM ledger WHERE event LIKE '%${after.body.id}%'`;
      await until('so is the next one', async () => (await system.app('gateway').database.query(later)).length === 1);
      expect(polluted()).toBeUndefined();
    },
    patience.sampleMs,
  );

  it('would notice a polluted object, and a schema that accepts unknown names', async () => {
    Object.defineProperty(Object.prototype, 'polluted', { value: true, configurable: true });
    const seen = polluted();
    Reflect.deleteProperty(Object.prototype, 'polluted');
    expect([seen, polluted()]).toEqual([true, undefined]);
    const [any] = targets;
    if (any === undefined) throw new Error('there are operations with a body');
    const believing = { ...any, body: { ...any.body, example: {}, fields: {} } };
    const own = Object.keys(any.body.fields);
    expect(await assign(believing, own)).toMatch(/nothing about/);
    expect(untold(believing, own)).toEqual(own.map((name) => `${any.operation.id} takes ${name}`));
  });

  /** Every list, and every record in it, for one caller; differences from the announced schema. */
  async function misshapen(ask: HttpClient): Promise<{ read: number; faults: string[] }> {
    let read = 0;
    const faults: string[] = [];
    const compare = async (path: string, address: string): Promise<HttpAnswer> => {
      const answer = await ask('GET', address);
      if (answer.status !== 200) return answer;
      read += 1;
      const strangers = strangersIn(system.document, answerOf(system.document, 'GET', path), answer.body);
      faults.push(...new Set(strangers.map((stranger) => `${path}: ${stranger}`)));
      return answer;
    };
    const reading = system.operations.filter(({ method }) => method === 'GET');
    for (const { path } of reading.filter(({ params }) => Object.keys(params).length === 0)) {
      const { body } = await compare(path, path);
      const detail = reading.find((other) => other.path.replace(/\/\{\w+\}$/, '') === path && other.path !== path);
      for (const { id } of detail === undefined ? [] : (body?.items ?? []))
        await compare(detail?.path ?? '', `${path}/${id}`);
    }
    return { read, faults };
  }

  it(
    'S-4 answers with exactly the announced keys, to any caller',
    async () => {
      const callers = ['editor', 'auditor', 'partner-flanders', ''];
      const counts: number[] = [];
      for (const caller of callers) {
        const { read, faults } = await misshapen(httpClient(system.url, system.issuer.tokens[caller] ?? ''));
        counts.push(read);
        expect(faults).toEqual([]);
      }
      process.stderr.write(`answers compared with their schema, by caller: ${counts.join(', ')}\n`);
      expect(counts.every((count) => count > 30)).toBe(true);
    },
    patience.sampleMs,
  );

  it('would notice an extra key, and a missing one', () => {
    const schema = answerOf(system.document, 'GET', '/v1/agreements/{agreementId}');
    expect(strangersIn(system.document, schema, { secret: 1, title: { fr: 'x', xx: 'y' } })).toEqual(
      expect.arrayContaining(['.secret is not announced', '.title.xx is not announced', '.ref is missing']),
    );
  });
});
