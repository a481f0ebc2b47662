import type { Attempt } from './journal.ts';
import { judge } from './verdict.ts';
import type { Copy, Fact, Holding } from './verdict.ts';

// The verdict must find every fault: each one is planted in a trial that is sound without it.

const asked = (intent: number, record: string, version: number, status = version === 1 ? 201 : 200): Attempt => ({
  intent,
  at: '2026-01-01T00:00:00Z',
  trace: `trace-${intent}`,
  method: version === 1 ? 'POST' : 'PATCH',
  path: '/agreements',
  body: {},
  ...(status === 0
    ? {}
    : { answer: { answer: intent, status, ms: 1, ...(status < 300 ? { id: record, version } : {}) } }),
});

const told = (
  record: string,
  version: number,
  trace: string | null,
  type = 'agreements.changed',
  data = '{}',
): Fact => ({
  id: `${record}-${version}-${trace}`,
  record,
  version,
  type,
  data,
  trace,
});

const carried = (log: readonly Fact[]): Copy[] =>
  log.map(({ id, data }) => ({ id, text: `{"id":"${id}","data":${data}}` }));

const held = (rows: Record<string, number>, log: Fact[]): Holding => ({
  rows: Object.entries(rows).map(([id, version]) => ({ id, version })),
  trail: Object.entries(rows).flatMap(([id, version]) =>
    Array.from({ length: version }, (_, before) => ({ id, version: before + 1 })),
  ),
  log,
  stream: carried(log),
  ledger: carried(log),
});

const attempts = [asked(1, 'a', 1), asked(2, 'a', 2), asked(3, 'b', 1), asked(4, 'c', 1, 504), asked(5, 'd', 1, 503)];
const log = [told('a', 1, 'trace-1'), told('b', 1, 'trace-3'), told('a', 2, 'trace-2')];
const rows = { a: 2, b: 1 };
const sound = () => held(rows, [...log]);

const judged = (holding: Holding, journal = attempts) => {
  const found = Object.entries(judge(journal, { cooperation: holding })).filter(([, faults]) => faults.length > 0);
  return Object.fromEntries(found);
};
const sentence = expect.any(String);

it('finds nothing if all is kept, and accepts an unanswered write as done or not done', () => {
  expect(judged(sound())).toEqual({});
  expect(judged(held({ ...rows, c: 1 }, [...log, told('c', 1, 'trace-4')]))).toEqual({});
});

describe('lost', () => {
  it('is an acknowledged record that is not in its table', () => {
    expect(judged(held({ a: 2 }, [told('a', 1, 'trace-1'), told('a', 2, 'trace-2')]))).toMatchObject({
      lost: [expect.stringContaining('intent 3')],
    });
  });

  it('is an acknowledged change that is not in its row', () => {
    expect(judged(held({ a: 1, b: 1 }, log.slice(0, 2)))).toMatchObject({
      lost: [expect.stringContaining('intent 2')],
    });
  });
});

describe('doubled', () => {
  it('is a request that happened twice', () => {
    const twice = held({ ...rows, e: 1 }, [...log, told('e', 1, 'trace-3')]);
    expect(judged(twice)).toEqual({ doubled: [expect.stringContaining('intent 3')] });
  });

  it('is not a request that changes two records, each published once', () => {
    const both = held({ ...rows, e: 1 }, [...log, told('e', 1, 'trace-3', 'opinions.submitted')]);
    expect(judged(both)).toEqual({});
  });

  it('is not a request that two records follow, but is one that a record follows twice', () => {
    const follow = (record: string, version: number) => told(record, version, 'trace-3', 'positions.changed');
    const begun = [told('e', 1, 'elsewhere'), told('f', 1, 'elsewhere')];
    const both = [...log, ...begun, follow('e', 2), follow('f', 2)];
    expect(judged(held({ ...rows, e: 2, f: 2 }, both))).toEqual({});
    expect(judged(held({ ...rows, e: 3, f: 2 }, [...both, follow('e', 3)]))).toEqual({ doubled: [sentence] });
  });

  it('is an unanswered request that happened twice', () => {
    const facts = [...log, told('c', 1, 'trace-4'), told('e', 1, 'trace-4')];
    expect(judged(held({ ...rows, c: 1, e: 1 }, facts))).toEqual({ doubled: [expect.stringContaining('intent 4')] });
  });

  it('is a version with two facts', () => {
    expect(judged(held(rows, [...log, told('a', 2, 'elsewhere')]))).toEqual({ doubled: [sentence] });
  });

  it.each(['stream', 'ledger'] as const)('is a fact that is in the %s twice', (place) => {
    const copies = carried(log);
    expect(judged({ ...sound(), [place]: [...copies, copies[0]] })).toEqual({
      doubled: [expect.stringContaining(place)],
    });
  });

  it('is a missed meeting that was published twice', () => {
    const data = '{"missed":{"from":"2026-01-01"}}';
    const missed = told('a', 2, null, 'agreements.cadenceMissed', data);
    expect(judged(held(rows, [...log, missed]))).toEqual({});
    expect(judged(held(rows, [...log, missed, { ...missed, id: 'again' }]))).toEqual({ doubled: [sentence] });
  });
});

describe('half', () => {
  it('reports a version without its audit entry, and one with two', () => {
    const { trail, ...rest } = sound();
    const [first = { id: 'a', version: 1 }, ...others] = trail;
    expect(judged({ ...rest, trail: others })).toEqual({ half: [expect.stringContaining('no audit entry')] });
    expect(judged({ ...rest, trail: [first, ...trail] })).toEqual({
      doubled: [expect.stringContaining('2 audit entries')],
    });
  });

  it('is a row without a fact, for any request', () => {
    expect(judged(held({ ...rows, c: 1 }, log))).toEqual({ half: [expect.stringContaining('version 1 of c')] });
  });

  it('is a fact without a row', () => {
    expect(judged(held(rows, [...log, told('c', 1, 'trace-4')]))).toEqual({ half: [expect.stringContaining('of c')] });
  });

  it('is a version between others that has no fact', () => {
    const facts = [told('a', 1, 'trace-1'), told('b', 1, 'trace-3'), told('a', 3, 'other')];
    expect(judged(held({ a: 3, b: 1 }, facts)).half).toContain('cooperation: version 2 of a has no fact');
  });

  it('is a fact of a version that its row has not reached', () => {
    expect(judged(held(rows, [...log, told('b', 2, 'trace-4')]))).toEqual({ half: [sentence] });
  });

  it.each(['stream', 'ledger'] as const)('is a fact that is not in the %s', (place) => {
    expect(judged({ ...sound(), [place]: carried(log).slice(0, 2) })).toEqual({
      half: [expect.stringContaining(place)],
    });
  });

  it.each(['stream', 'ledger'] as const)('is a fact of the %s that the outbox does not have', (place) => {
    const foreign = { id: 'foreign', text: '{"data":{}}' };
    const found = judged({ ...sound(), [place]: [...carried(log), foreign] });
    expect(found.half).toContainEqual(expect.stringContaining('foreign'));
  });

  it.each(['stream', 'ledger'] as const)('is a fact that differs in the %s', (place) => {
    const other = carried(log).map(({ id, text }, index) => ({ id, text: index === 1 ? '{"data":{"a":1}}' : text }));
    expect(judged({ ...sound(), [place]: other }).half).toContainEqual(expect.stringContaining(place));
  });
});

it('finds a stream in another order than the outbox', () => {
  expect(judged({ ...sound(), stream: carried(log).reverse() })).toEqual({ disordered: [sentence] });
});

it('finds a record whose facts are in another order than they happened', () => {
  const late = told('a', 1, null, 'agreements.cadenceMissed', '{"missed":{"from":"2026-01-01"}}');
  expect(judged(held(rows, [...log, late]))).toEqual({ disordered: [expect.stringContaining('version 1')] });
});

it('finds a write that happened though it was refused', () => {
  expect(judged(held({ ...rows, d: 1 }, [...log, told('d', 1, 'trace-5')]))).toEqual({
    denied: [expect.stringContaining('intent 5')],
  });
});
