import { headers, type Msg } from '@nats-io/transport-node';
import fc from 'fast-check';
import { toJson } from './json.js';
import { headerJson, replyHeaders, requestOf } from './rpc-protocol.js';

it('writes any address in plain ASCII without loss', () => {
  const address = fc.record({
    path: fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
    query: fc.dictionary(fc.string(), fc.array(fc.string({ unit: 'grapheme' }))),
  });
  const law = fc.property(address, (given) => {
    const header = headerJson(given);
    expect(header).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(header)).toEqual(JSON.parse(JSON.stringify(given)));
  });
  fc.assert(law);
});

it('drops nulls at any depth', () => {
  const holdsNull = (value: unknown): boolean =>
    Array.isArray(value)
      ? value.some((item) => item !== null && holdsNull(item))
      : typeof value === 'object' &&
        value !== null &&
        Object.values(value).some((field) => field === null || holdsNull(field));
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(holdsNull(toJson(value))).toBe(false)));
});

it('turns instances into plain objects and instants into texts', () => {
  class Place {
    city = 'Namur';
    street: string | null = null;
    since = new Date(0);
  }
  expect(toJson([new Place()])).toEqual([{ city: 'Namur', since: '1970-01-01T00:00:00.000Z' }]);
});

it('sends the status with the headers of the reply', () => {
  const carried = replyHeaders({ status: 201, body: new Uint8Array(), headers: { ETag: '"1"' } });
  expect([carried.get('Status'), carried.get('ETag')]).toEqual(['201', '"1"']);
});

it('distinguishes an empty header from a missing one', () => {
  const carried = headers();
  carried.set('Idempotency-Key', '');
  const request = requestOf({ subject: 'rpc.x', data: new Uint8Array(), headers: carried } as Msg);
  expect([request.header('Idempotency-Key'), request.header('If-Match')]).toEqual(['', undefined]);
});
