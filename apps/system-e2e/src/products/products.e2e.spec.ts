import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpClient } from '@passerelle/testing/door';
import { leaksOf } from '@passerelle/testing/leaks';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CloudEvent } from 'cloudevents';
import { z } from 'zod';
import { onSystem } from '../security/system.ts';
import { services } from '../services.ts';
import {
  everybody,
  hasLeft,
  lastOf,
  plantSecrets,
  publishedProducts,
  readableBy,
  readersOf,
  type Product,
  type ProductEvent,
} from './following.ts';

// The data products of the whole system, after the example and whatever other suites did: what their events are is judged by
// others' programs, what they say by what each reader gets at the records' own addresses.

const system = onSystem();

/** A word that only records have which nobody outside may see. */
const secret = 'Xylotheque';

describe('data products', () => {
  let products: Product[];
  let readers: ReadonlyMap<string, HttpClient>;

  beforeAll(async () => {
    await system.fill();
    readers = await readersOf(system);
    await plantSecrets(system, secret);
    products = await publishedProducts(system);
    for (const { name, events } of products) process.stderr.write(`${name}: ${events.length} events\n`);
  }, longTestLimitMs);

  const reader = (name: string): HttpClient => {
    const found = readers.get(name);
    if (found === undefined) throw new Error(`nobody reads for ${name}`);
    return found;
  };
  const every = (): ProductEvent[] => products.flatMap(({ events }) => events);
  const judge = () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    return ajv;
  };

  it('exist for everybody and for every other region, and none is empty', () => {
    expect(products.map(({ name }) => name).toSorted()).toEqual([
      ...['BE-VLG', 'BE-WAL', 'X-BE-DG'].map((party) => `party.cooperation.${party}`),
      ...['cooperation', 'networks', 'projects', 'representation'].map((service) => `public.${service}`),
    ]);
    expect(products.filter(({ events }) => events.length === 0)).toEqual([]);
  });

  it('have CloudEvents only, by their SDK and by their schema', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    const file = join(import.meta.dirname, 'fixtures/cloudevents.schema.json');
    const isCloudEvent = ajv.compile(z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8'))));
    for (const event of every()) {
      expect(new CloudEvent(event, true).validate()).toBe(true);
      expect([event.type, isCloudEvent(event), isCloudEvent.errors]).toEqual([event.type, true, null]);
    }
    const [event] = every();
    expect(() => new CloudEvent({ ...event, source: '' }, true)).toThrow('invalid payload');
    expect(() => new CloudEvent({ ...event, 'data-hash': 'x' }, true)).toThrow('invalid extension name');
    expect(isCloudEvent({ ...event, source: '' })).toBe(false);
  });

  it('have data as the schema says that each event names', async () => {
    const ajv = judge();
    const named = Map.groupBy(every(), ({ dataschema }) => dataschema);
    for (const [urn, events] of named) {
      const [, , , fact, version] = urn.split(':');
      const { status, body } = await system.ask('GET', `/schemas/${fact}/${version}`);
      expect([urn, status]).toEqual([urn, 200]);
      const isValid = ajv.compile(body);
      for (const { data } of events) expect([urn, isValid(data), isValid.errors]).toEqual([urn, true, null]);
      expect([urn, isValid({})]).toEqual([urn, false]);
    }
    expect(named.size).toBeGreaterThan(20);
  });

  it('are what their AsyncAPI documents describe', async () => {
    for (const { name, events, reader: party } of products) {
      const { id: _, ...document } = (await reader(party)('GET', `/doc/asyncapi/${name}.json`)).body;
      const ajv = judge().addSchema({ ...document, $id: 'asyncapi' });
      const address = `/v1/products/${name}/events`;
      for (const [type, those] of Map.groupBy(events, (event) => event.type)) {
        const words = type.split('.');
        const channel = `${words.at(-5)}.${words.at(-3)}`;
        expect([type, document.channels[channel]?.address]).toEqual([type, address]);
        const payload = `asyncapi#/channels/${channel}/messages/${words.at(-1)}/payload`;
        const isDescribed = ajv.compile({ $ref: payload });
        for (const event of those) expect([type, isDescribed(event), isDescribed.errors]).toEqual([type, true, null]);
      }
    }
  });

  /** What a product leaves out of a record: addresses, what says when or how often it changed, and a mailbox, which is personal. */
  const unsaid = ['href', 'version', 'changedAt', 'mailbox'];
  const without = (record: object): object =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !unsaid.includes(name)));

  it('say last of each record what its reader gets at its address', async () => {
    let compared = 0;
    for (const { name, events, reader: party } of products)
      for (const [subject, event] of lastOf(events)) {
        const { status, body } = await reader(party)('GET', `/v1/${subject}`);
        // A region reads a public record that does not name it, too: in the product of everybody.
        const isElsewhere = party !== everybody && body?.classification === 'public' && !body.parties.includes(party);
        if (hasLeft(event) && !isElsewhere) expect([name, subject, status]).toEqual([name, subject, 404]);
        if (hasLeft(event)) continue;
        expect([name, subject, status]).toEqual([name, subject, 200]);
        expect([name, event.type, event.data]).toEqual([name, event.type, without(body)]);
        compared++;
      }
    expect(compared).toBeGreaterThan(100);
  });

  // A step has no facts of its own: those of its plan and its part carry it, within the installation.
  const isOfPart = (subject: string): boolean => subject.startsWith('procedureSteps/');

  it('have every record that their reader can find', async () => {
    for (const party of readers.keys()) {
      const followed = products.filter(({ reader: one }) => one === everybody || one === party);
      const last = followed.map(({ events }) => lastOf(events));
      const isFollowed = (subject: string): boolean =>
        last.some((those) => those.has(subject) && !those.get(subject)?.type.endsWith('.notify.left'));
      const readable = (await readableBy(system, reader(party))).filter((subject) => !isOfPart(subject));
      expect(readable.length).toBeGreaterThan(20);
      expect([party, readable.filter((subject) => !isFollowed(subject))]).toEqual([party, []]);
    }
  });

  it('have no word of what nobody outside may see', () => {
    expect(every().filter((event) => JSON.stringify(event).includes(secret))).toEqual([]);
  });

  it('have nothing that is restricted, taken back or of another region', async () => {
    for (const { name } of services) {
      const { ownerUrl } = system.app(name).data;
      expect([name, await leaksOf(ownerUrl)]).toEqual([name, []]);
    }
  });
});
