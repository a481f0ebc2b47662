import { IsoDate } from '@passerelle/domain/period';
import fc from 'fast-check';
import { z } from 'zod';
import { Refusal } from '../../kernel/problems/index.js';
import { headerJson, rpcHeaders, type RpcRequest } from '../../kernel/rpc/index.js';
import { readInput } from './input.js';
import type { Operation } from './operation.js';

const NewStudy = z.strictObject({
  title: z.string().min(3),
  budget: z.number().int().optional(),
  tags: z.array(z.string()).default([]),
  place: z.strictObject({ city: z.string() }).optional(),
  notes: z.unknown().optional(),
});

const operation = (changes: Partial<Operation> = {}): Operation => ({
  id: 'registerStudy',
  subject: 'rpc.studies.studies.register',
  route: 'POST /studies/{studyId}',
  method: 'POST',
  path: '/v1/studies/{studyId}',
  summary: 'Register a study',
  scope: 'public',
  status: 201,
  resource: 'studies',
  refuses: [],
  grant: {},
  seeing: {},
  params: z.strictObject({ studyId: z.uuid() }),
  query: z.strictObject({
    status: z.array(z.string()).max(3).optional(),
    sort: z.enum(['ref', '-ref']).default('ref'),
  }),
  body: NewStudy,
  returns: z.object({}),
  ...changes,
});

const studyId = '0193a5c4-0000-7000-8000-000000000001';
const encode = (text: string) => new TextEncoder().encode(text);

interface Given {
  readonly path?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Record<string, string>;
}

function request(given: Given = {}): RpcRequest {
  const headers: Record<string, string> = {
    [rpcHeaders.params]: headerJson({ path: given.path ?? { studyId }, query: given.query ?? {} }),
    ...given.headers,
  };
  const body = 'body' in given ? given.body : { title: 'A study' };
  return {
    subject: 'rpc.studies.studies.register',
    body: given.bytes ?? encode(JSON.stringify(body)),
    header: (name) => headers[name],
  };
}

/** Every fault as `place.name kind`. */
function faults(given: Given, changes: Partial<Operation> = {}): string[] {
  try {
    readInput(operation(changes), request(given));
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.issues.map((issue) => `${issue.in}.${issue.name} ${issue.type.split(':').at(-1)}`).sort();
  }
}

const read = (given: Given, changes: Partial<Operation> = {}) => readInput(operation(changes), request(given));
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('what is accepted', () => {
  it('validates path, query and body, and fills in defaults', () => {
    expect(read({ query: { status: ['open', 'closed'] }, headers: { [rpcHeaders.ifMatch]: '"7"' } })).toEqual({
      params: { studyId },
      query: { status: ['open', 'closed'], sort: 'ref' },
      body: { title: 'A study', tags: [] },
      expectedVersion: 7,
    });
  });

  it('reads a list that has one member as a list', () => {
    expect(read({ query: { status: ['open'] } }).query).toMatchObject({ status: ['open'] });
  });

  it('accepts a body with a byte order mark, which some editors write', () => {
    expect(read({ bytes: encode('\uFEFF{"title":"A study"}') }).body).toMatchObject({ title: 'A study' });
  });

  it('accepts bodies that nest 32 levels deep', () => {
    expect(faults({ body: { title: 'A study', notes: nested(31) } })).toEqual([]);
  });
});

describe('what is refused', () => {
  it('says of an absent field that it is required, whatever its schema says of wrong values', () => {
    const body = z.strictObject({ on: IsoDate, title: z.string() });
    try {
      read({ body: {} }, { body });
      throw new Error('accepted');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.issues.map(({ name, detail }) => `${name} ${detail}`)).toEqual([
        'on is required',
        'title is required',
      ]);
    }
  });

  it('says once of an absent field that it is missing, and by the rule that says why', () => {
    const because = { error: 'must say why', path: ['why'], params: { issue: 'unexplained' }, when: () => true };
    const body = z.strictObject({ why: z.string(), title: z.string() }).refine((given) => 'why' in given, because);
    expect(faults({ body: {} }, { body })).toEqual(['body.title schemaViolation', 'body.why unexplained']);
    expect(faults({ body: { why: 5, title: 'A study' } }, { body })).toEqual(['body.why schemaViolation']);
  });

  it('reports every fault of path, query, header and body at once', () => {
    const given = {
      path: { studyId: 'not-a-uuid' },
      query: { sort: ['name'], colour: ['red'] },
      body: { title: 'A', budget: 1.5, place: { city: 'Namur', street: 1 }, extra: true },
      headers: { [rpcHeaders.ifMatch]: '1' },
    };
    expect(faults(given)).toEqual([
      'body.budget schemaViolation',
      'body.extra unknownInput',
      'body.place.street unknownInput',
      'body.title schemaViolation',
      'header.If-Match schemaViolation',
      'path.studyId schemaViolation',
      'query.colour unknownInput',
      'query.sort schemaViolation',
    ]);
  });

  it('reports at most fifty faults', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 1]));
    expect(faults({ body: { title: 'A study', ...many } })).toHaveLength(50);
  });

  it.each([
    ['NUL in a text', { title: 'a\u0000b' }, 'body.title schemaViolation'],
    ['NUL in a nested text', { title: 'abc', tags: ['a', '\u0000'] }, 'body.tags.1 schemaViolation'],
    ['NUL in a name', { title: 'abc', ['a\u0000']: 1 }, 'body. schemaViolation'],
    ['half of a surrogate pair', { title: 'abc\ud800' }, 'body.title schemaViolation'],
    ['33 levels', { title: 'abc', notes: nested(32) }, `body.notes${'.0'.repeat(31)} schemaViolation`],
    ['an array for an object', [], 'body. schemaViolation'],
    ['a text for an object', 'abc', 'body. schemaViolation'],
    ['null', null, 'body. schemaViolation'],
  ])('refuses %s', (_, body, fault) => {
    expect(faults({ body })).toEqual([fault]);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['no JSON', encode('title=A+study')],
    ['half a JSON', encode('{"title":"A st')],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])],
    ['a number that JSON does not know', encode('{"title": NaN}')],
  ])('refuses %s as a body', (_, bytes) => {
    expect(faults({ bytes })).toEqual(['body. schemaViolation']);
  });

  it('refuses a body for an operation without one', () => {
    expect(faults({ body: {} }, { body: undefined })).toEqual(['body. unknownInput']);
    expect(faults({ bytes: new Uint8Array() }, { body: undefined })).toEqual([]);
  });

  it('refuses __proto__ and constructor by their names, and changes no prototype', () => {
    const bytes = encode('{"title":"A study","__proto__":{"polluted":true},"constructor":{"prototype":{}}}');
    expect(faults({ bytes })).toEqual(['body.__proto__ unknownInput', 'body.constructor unknownInput']);
    const headers = {
      [rpcHeaders.params]: `{"path":{"studyId":"${studyId}"},"query":{"__proto__":["a"],"constructor":["b"]}}`,
    };
    expect(faults({ headers })).toEqual(['query.__proto__ unknownInput', 'query.constructor unknownInput']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('refuses a repeated parameter that is no list, and too long a list', () => {
    expect(faults({ query: { sort: ['ref', '-ref'] } })).toEqual(['query.sort schemaViolation']);
    expect(faults({ query: { status: ['a', 'b', 'c', 'd'] } })).toEqual(['query.status schemaViolation']);
  });

  it.each(['nonsense', '[]', '{}', '{"path":[],"query":{}}', '{"path":{},"query":{"a":"b"}}'])(
    'refuses an address that the door would not write: %s',
    (header) =>
      expect(faults({ headers: { [rpcHeaders.params]: header } })).toEqual([
        `header.${rpcHeaders.params} schemaViolation`,
      ]),
  );

  it('never repeats a long value, and truncates long names', () => {
    const long = 'x'.repeat(5_000);
    try {
      read({ body: { title: 'A study', [long]: 1, budget: 'y'.repeat(101), notes: { [long]: '\u0000' } } });
    } catch (error) {
      expect(JSON.stringify((error as Refusal).issues).length).toBeLessThan(1_000);
    }
    expect.assertions(1);
  });

  it('accepts or refuses any bytes as a body, without another error', () => {
    const law = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const found = faults({ bytes });
      expect(found.every((fault) => fault.startsWith('body.'))).toBe(true);
      expect(found.length).toBeGreaterThan(0);
    });
    fc.assert(law);
  });

  it('for any JSON: accepted bodies match the schema, refused ones have issues', () => {
    const law = fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const found = faults({ bytes: encode(text) });
      const passes = NewStudy.safeParse(JSON.parse(text)).success;
      expect(found.length === 0).toBe(passes);
    });
    fc.assert(law);
  });
});

describe('If-Match', () => {
  const version = (ifMatch: string) => read({ headers: { [rpcHeaders.ifMatch]: ifMatch } }).expectedVersion;

  it('is the ETag of a record, which a compressing proxy makes weak', () => {
    expect(version('W/"7"')).toBe(7);
  });

  it('is one ETag', () => {
    expect([version('"1"'), version(' "42" '), version('"999999999"')]).toEqual([1, 42, 999_999_999]);
  });

  it.each([
    '*',
    'W/1',
    'w/"1"',
    'W/"-1f5cNnQhAU"',
    '"1", "2"',
    '1',
    '""',
    '"0"',
    '"-1"',
    '"01"',
    '"1.0"',
    '"9999999999"',
    '"a"',
    "'1'",
  ])('is not %s', (ifMatch) =>
    expect(faults({ headers: { [rpcHeaders.ifMatch]: ifMatch } })).toEqual(['header.If-Match schemaViolation']),
  );

  it('may be absent, except for a change', () => {
    expect(read({}).expectedVersion).toBeUndefined();
    expect(() => read({}, { method: 'PATCH' })).toThrow(/preconditionRequired/);
  });
});

describe('Change-Reason', () => {
  const reason = (changeReason: string, more = {}) =>
    read(
      { headers: { [rpcHeaders.changeReason]: changeReason, [rpcHeaders.ifMatch]: '"1"' } },
      { method: 'PATCH', ...more },
    ).reason;

  it('is a text on one line, percent-encoded', () => {
    expect(reason('Faute%20de%20frappe%20%C3%A0%20corriger')).toBe('Faute de frappe à corriger');
    expect(reason('typo')).toBe('typo');
    expect(read({}).reason).toBeUndefined();
    expect(reason('ignored where nothing changes', { method: 'GET' })).toBeUndefined();
  });

  it.each(['', 'ab', '%', '%E0%A4%A', 'two%0Alines', 'nul%00', 'x'.repeat(501)])('is not %j', (text) => {
    expect(faults({ headers: { [rpcHeaders.changeReason]: text } }, { method: 'POST' })).toEqual([
      'header.Change-Reason schemaViolation',
    ]);
  });
});
