import { Parser } from '@asyncapi/parser';
import { Classification } from '@passerelle/domain/classification';
import { until } from '@passerelle/testing/until';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { onSystem } from '../security/system.ts';

// The two documents as they are served for all services: small enough to read and to generate from, and true of the facts.

const system = onSystem();

// People, meetings of bodies, follow-ups and positions are 120,000 bytes of the OpenAPI document, for 44 operations: half are paths,
// half are shapes. Meetings and positions are among the public facts. Years of memberships, visits, visibility and practices are 137,000
// bytes of it, for 41 operations, and 29,000 bytes of the public facts.
it.each([
  ['/doc/openapi.json', 980_000],
  ['/doc/asyncapi.json', 260_000],
  ['/doc/asyncapi/party.cooperation.BE-VLG.json', 150_000],
  ['/doc/asyncapi/internal.json', 300_000],
])('%s has at most %d bytes', async (path, limit) => {
  const bytes = Buffer.byteLength((await system.ask('GET', path)).text);
  process.stderr.write(`${path} has ${bytes} bytes\n`);
  expect(bytes).toBeGreaterThan(limit / 4);
  expect(bytes).toBeLessThanOrEqual(limit);
});

it('the OpenAPI document refers only to what it contains, and contains nothing that is not referred to', async () => {
  const { text, body } = await system.ask('GET', '/doc/openapi.json');
  const referred = new Set([...text.matchAll(/"#\/components\/([\w.\-/]+)"/g)].map(([, path]) => path));
  const shelves = ['schemas', 'parameters', 'responses', 'headers', 'examples'];
  const contained = shelves.flatMap((shelf) => Object.keys(body.components[shelf]).map((name) => `${shelf}/${name}`));
  expect([...referred].filter((path) => !contained.includes(path ?? ''))).toEqual([]);
  expect(contained.filter((path) => !referred.has(path))).toEqual([]);
});

const Channels = z.record(
  z.string(),
  z.looseObject({ messages: z.record(z.string(), z.looseObject({ name: z.string() })) }),
);

/** The facts of the example, as they are in the ledger. */
async function published() {
  const records = await system.fill();
  const ledger = () => system.app('gateway').database.query<{ event: string }>('SELECT event::text FROM ledger');
  await until('the ledger has the facts of all records', async () => (await ledger()).length >= records);
  return (await ledger()).map(({ event }) => JSON.parse(event));
}

it('every fact that was published says who may see it', async () => {
  const facts = await published();
  const saysWho = ({ data }: { data: object }) => z.object({ classification: Classification }).safeParse(data).success;
  expect(facts.filter((fact) => !saysWho(fact)).map(({ type }) => type)).toEqual([]);
  expect(facts.filter(({ data: { classification: _, ...data } }) => saysWho({ data }))).toEqual([]);
});

describe('the AsyncAPI documents', () => {
  it.each([
    ['of all public products', '/doc/asyncapi.json', 23],
    ['of a region', '/doc/asyncapi/party.cooperation.BE-VLG.json', 13],
    ['of internal facts', '/doc/asyncapi/internal.json', 30],
  ])('%s is valid, with an operation for each channel', async (_, path, least) => {
    const { text } = await system.ask('GET', path);
    const parsed = await new Parser().parse(text);
    // There is a newer AsyncAPI than 3.0: an advice, no fault.
    expect(parsed.diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version')).toEqual([]);
    const channels = parsed.document?.channels().all() ?? [];
    expect(channels.length).toBeGreaterThan(least);
    expect(channels.filter((channel) => channel.operations().all().length !== 1)).toEqual([]);
  });

  it('describe every fact that was published', async () => {
    const facts = await published();
    const { id: _, ...described } = (await system.ask('GET', '/doc/asyncapi/internal.json')).body;
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ ...described, $id: 'asyncapi' });
    const payloads = new Map(
      Object.entries(Channels.parse(described.channels)).flatMap(([channel, { messages }]) =>
        Object.entries(messages).map(([verb, { name }]) => [
          name,
          ajv.compile({ $ref: `asyncapi#/channels/${channel}/messages/${verb}/payload` }),
        ]),
      ),
    );
    const isDescribed = (fact: { type: string }) => payloads.get(fact.type)?.(fact) === true;
    expect(facts.filter((fact) => !isDescribed(fact)).map(({ type }) => type)).toEqual([]);
    expect(facts.filter(({ data: { id: _, ...data }, ...fact }) => isDescribed({ ...fact, data }))).toEqual([]);
  });
});
