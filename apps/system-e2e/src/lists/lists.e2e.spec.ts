import { httpClient, type HttpAnswer, type HttpClient } from '@passerelle/testing/door';
import { z } from 'zod';
import { itemFieldsOf, partFieldsOf } from '../security/shapes.ts';
import { onSystem } from '../security/system.ts';
import type { SweptOperation } from '../sweep/contract.ts';

// The promises of every list, tested on the example records and through the gateway. The lists are read from the served
// document, so that a new one is tested without another line.

const system = onSystem();

describe('lists', () => {
  let ask: HttpClient;
  let partner: HttpClient;
  let reader: HttpClient;
  let anyone: HttpClient;
  let lists: SweptOperation[];

  interface Item extends Record<string, unknown> {
    readonly href: string;
    readonly id: string;
  }

  beforeAll(async () => {
    const as = (client: string) => httpClient(system.url, system.issuer.tokens[client]);
    [ask, partner, reader] = [as('editor'), as('partner-flanders'), as('reader')];
    anyone = httpClient(system.url);
    await loadExample();
    // Audit trails, keys and subscribers are for auditors and administrators, who keep no records; calendar dates are part of the
    // records.
    const isOfRecords = ({ path, query }: SweptOperation) =>
      !/^\/v1\/(audit\/|apiKeys|subscribers|calendarFeeds|calendar$)/.test(path) && 'select' in query;
    lists = system.operations.filter((each) => isOfRecords(each) && 'pageSize' in each.query);
  });

  async function loadExample(): Promise<void> {
    await system.fill();
    const { body } = await ask('GET', '/v1/parties');
    for (const { id } of body.items) {
      const period = { from: '2026-01-01' };
      const point = { mailbox: 'plans@gewest.example', period, languages: ['fr'], source: 'made for this test' };
      const answer = await ask('POST', `/v1/parties/${id}/contactPoints`, { body: point });
      if (answer.status !== 201) throw new Error(answer.text);
    }
  }

  /** `href` has the public address; the gateway of the test listens elsewhere. */
  const at = (href: string): string => new URL(href).pathname;
  const detail = (href: string, query = ''): Promise<HttpAnswer> => ask('GET', `${at(href)}${query}`);
  const itemsOf = (answer: HttpAnswer): Item[] => answer.body.items;
  const list = ({ path }: SweptOperation, query: string, language = 'nl', client = ask): Promise<HttpAnswer> =>
    client('GET', `${path}?${query}`, { headers: { 'accept-language': language } });

  const Texts = z.strictObject({
    fr: z.string().optional(),
    nl: z.string().optional(),
    en: z.string().optional(),
    de: z.string().optional(),
  });
  const isText = (value: unknown): value is Record<string, string> =>
    typeof value === 'object' && value !== null && Object.keys(value).length > 0 && Texts.safeParse(value).success;

  /** The languages of every text, in order of the declared fallback for a caller who asks for Dutch. */
  const fallback = ['nl', 'fr', 'en', 'de'];

  /** Also of the texts inside of an object. */
  function inDutch(value: unknown): unknown {
    if (isText(value)) {
      const language = fallback.find((each) => value[each] !== undefined) ?? '';
      return { [language]: value[language] };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, inDutch(inside)]));
  }

  it('covers every list of records', () => {
    expect(lists.map(({ path }) => path).sort()).toEqual(
      [
        'actionItems',
        'activities',
        'agreements',
        'bodies',
        'bodyMeetings',
        'consultations',
        'contactPoints',
        'dataSharings',
        'decisions',
        'followUps',
        'forumMeetings',
        'jointProgrammes',
        'jointStudies',
        'mandates',
        'membershipYears',
        'memberships',
        'networks',
        'offices',
        'opinions',
        'parties',
        'partners',
        'people',
        'planComponents',
        'planNotices',
        'plans',
        'positions',
        'practices',
        'procedureSteps',
        'programmes',
        'projects',
        'seats',
        'visibility',
        'visits',
        'workSites',
      ].map((resource) => `/v1/${resource}`),
    );
  });

  /** The fields of an item, in order, as the list declares them. */
  const fieldsOf = ({ path }: SweptOperation): string[] => itemFieldsOf(system.document, path);

  /** A field as the list shows it: of each part of a list, what the list declares. */
  function shown({ path }: SweptOperation, name: string, value: unknown): unknown {
    const parts = partFieldsOf(system.document, path, name);
    if (!Array.isArray(value) || parts.length === 0) return inDutch(value);
    return value.map((part: Record<string, unknown>) =>
      Object.fromEntries(parts.filter((each) => each in part).map((each) => [each, inDutch(part[each])])),
    );
  }

  it('returns each record as its own address does, byte for byte, and each text in one language', async () => {
    let compared = 0;
    for (const each of lists) {
      const page = await list(each, 'pageSize=200');
      expect(page.text).toBe(JSON.stringify(page.body));
      expect(page.body.items).not.toEqual([]);
      for (const item of itemsOf(page)) {
        const whole: Record<string, unknown> = (await detail(item.href)).body;
        const fields = fieldsOf(each).filter((name) => name in whole);
        const summary = Object.fromEntries(fields.map((name) => [name, shown(each, name, whole[name])]));
        expect(JSON.stringify(item)).toBe(JSON.stringify(summary));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('lets a client of the region without a role read exactly the records that its lists show', async () => {
    const wrong: string[] = [];
    const met = { 200: 0, 403: 0, 404: 0 };
    for (const each of lists) {
      const page = await list(each, 'pageSize=200', 'nl', reader);
      const shown = new Set(page.status === 200 ? itemsOf(page).map(({ href }) => href) : []);
      for (const { href } of itemsOf(await list(each, 'pageSize=200'))) {
        const expected = page.status === 403 ? 403 : shown.has(href) ? 200 : 404;
        const { status } = await reader('GET', at(href));
        if (status === expected) met[expected]++;
        else wrong.push(`${status} instead of ${expected} from ${at(href)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(met[200]).toBeGreaterThan(50);
    expect(met[404]).toBeGreaterThan(0);
  });

  it('declares its language, and makes caches vary by it', async () => {
    for (const each of lists) {
      const page = await list(each, 'pageSize=200', 'de-AT, en;q=0.5');
      const spoken = itemsOf(page).flatMap((item) => Object.values(item).filter(isText).flatMap(Object.keys));
      expect([...new Set(spoken)].sort()).toEqual(page.header('content-language').split(', ').filter(Boolean).sort());
      expect(page.header('vary')).toContain('Accept-Language');
    }
  });

  it("answers 304 for a known page, and a page's ETag permits no change", async () => {
    for (const each of lists) {
      const page = await list(each, 'pageSize=2');
      const etag = page.header('etag');
      expect(etag).toMatch(/^W\/"/);
      const again = { headers: { 'if-none-match': etag, 'accept-language': 'nl' } };
      expect((await ask('GET', `${each.path}?pageSize=2`, again)).status).toBe(304);
      expect((await list(each, 'pageSize=1')).header('etag')).not.toBe(etag);
    }
    const [agreement] = itemsOf(await ask('GET', '/v1/agreements'));
    const shaped = await detail(agreement?.href ?? '', '?lang=fr');
    const headers = { 'if-match': shaped.header('etag'), 'content-type': 'application/merge-patch+json' };
    const patched = await ask('PATCH', at(agreement?.href ?? ''), { headers, body: { classification: 'public' } });
    expect(patched).toMatchObject({ status: 400, body: { issues: [{ name: 'If-Match' }] } });
  });

  describe('select', () => {
    it('returns the requested fields, in lists and at a record’s own address', async () => {
      for (const each of lists) {
        const [, , ...names] = fieldsOf(each);
        const [first = '', last = ''] = [names[0], names.at(-1)];
        const page = await list(each, `pageSize=3&select=(${last},${first})`);
        expect(page.body.items).not.toEqual([]);
        const whole = await list(each, 'pageSize=3');
        const kept = (item: Item) =>
          Object.fromEntries(['href', 'id', first, last].flatMap((name) => (name in item ? [[name, item[name]]] : [])));
        expect(JSON.stringify(page.body.items)).toBe(JSON.stringify(itemsOf(whole).map(kept)));
        const [item] = itemsOf(page);
        const one = await detail(item?.href ?? '', '?select=(ref)');
        expect(Object.keys(one.body)).toEqual(['href', 'id', 'ref']);
        expect(one.header('etag')).toMatch(/^W\/"/);
      }
    });

    it('rejects unknown parameters by name', async () => {
      for (const each of lists)
        expect(await list(each, 'select=(ref,nothing,__proto__)')).toMatchObject({
          status: 400,
          body: { issues: [{ name: 'select', type: expect.stringMatching('unknownInput$') }, { name: 'select' }] },
        });
    });

    it('keeps the selected fields in the link to the next page, whose cursor is valid', async () => {
      const { body } = await ask('GET', '/v1/networks?pageSize=1&select=(name)');
      expect(body.next).toContain('select=%28name%29');
      const next = new URL(body.next);
      expect((await ask('GET', next.pathname + next.search)).status).toBe(200);
    });
  });

  describe('embed', () => {
    const embedding = () => lists.filter(({ query }) => 'embed' in query);
    const linksOf = ({ query }: SweptOperation): string[] =>
      z.object({ enum: z.array(z.string()) }).parse(query['embed']?.items).enum;

    it('embeds each record that the page refers to, once, as its own address returns it', async () => {
      let compared = 0;
      for (const each of embedding())
        for (const link of linksOf(each)) {
          const page = await list(each, `pageSize=200&embed=${link}`);
          expect(page.text).toBe(JSON.stringify(page.body));
          const named = new Set(itemsOf(page).flatMap((item) => item[`${link}Id`] ?? []));
          const embedded = Object.entries<object>(page.body.embedded);
          expect(new Set(embedded.map(([href]) => href.split('/').at(-1)))).toEqual(named);
          for (const [href, record] of embedded) {
            expect(JSON.stringify(record)).toBe((await detail(href)).text);
            compared++;
          }
        }
      expect(embedding().length).toBeGreaterThanOrEqual(8);
      expect(compared).toBeGreaterThan(20);
    });

    it('embeds only records that the caller may see', async () => {
      const [member] = itemsOf(await ask('GET', '/v1/memberships'));
      const { body: network } = await ask('GET', `/v1/networks/${String(member?.networkId)}`);
      const { body: held } = await ask('GET', `/v1/memberships?networkId=${network.id}&embed=network`);
      expect(Object.keys(held.embedded)).toEqual([network.href]);
      const hide = (classification: string) =>
        ask('GET', at(network.href)).then(({ header }) =>
          ask('PATCH', at(network.href), { headers: { 'if-match': header('etag') }, body: { classification } }),
        );
      expect((await hide('restricted')).status).toBe(200);
      const seen = await partner('GET', `/v1/memberships?networkId=${network.id}&embed=network`);
      expect(seen.body.items.length).toBeGreaterThan(0);
      expect(seen.body.embedded).toEqual({});
      expect(seen.text).not.toContain(String(network.acronym));
      await hide('public');
      const shown = await partner('GET', `/v1/memberships?networkId=${network.id}&embed=network`);
      expect(Object.keys(shown.body.embedded)).toEqual([network.href]);
    });
  });

  describe('q', () => {
    // Thirty-three dashes and more overflowed a parser of PostgreSQL, in every list with full-text search.
    it.each([
      ['34 dashes', '-'.repeat(34)],
      ['300 dashes', '-'.repeat(300)],
      ['dashes before a word', `${'-'.repeat(40)}forum`],
      ['quotes', '"'.repeat(300)],
    ])('answers 200 without a token, in every list, to %s', async (_, q) => {
      const searched = lists.filter(({ query, isPublic }) => 'q' in query && isPublic);
      expect(searched.length).toBeGreaterThan(0);
      for (const each of searched)
        expect(await list(each, `q=${encodeURIComponent(q)}`, 'nl', anyone)).toMatchObject({ status: 200 });
    });

    it('refuses more words than a title has', async () => {
      const tooMany = { status: 400, body: { issues: [{ name: 'q', detail: expect.stringContaining('60 words') }] } };
      expect(await anyone('GET', `/v1/networks?q=${'a+'.repeat(61)}`)).toMatchObject(tooMany);
    });

    it('searches all languages, whichever one the caller reads', async () => {
      const refs = async (path: string, q: string) =>
        itemsOf(await ask('GET', `/v1/${path}?pageSize=200&q=${encodeURIComponent(q)}`)).map(({ ref }) => ref);
      const [byFrench, byDutch] = [
        await refs('networks', 'reseaux metropolitaines'),
        await refs('networks', 'netwerk metropolitane'),
      ];
      expect(byFrench.length).toBeGreaterThan(0);
      expect(byDutch).toEqual(expect.arrayContaining(byFrench));
      expect(await refs('agreements', 'forum')).not.toEqual([]);
      expect(await refs('agreements', 'forum -aménagement')).toEqual([]);
    });

    it('reveals to a partner neither hidden records nor their number', async () => {
      const body = {
        name: { en: 'Zanzibar circle' },
        level: 'europe',
        classification: 'internal',
        source: 'made for this test',
      };
      expect((await ask('POST', '/v1/networks', { body })).status).toBe(201);
      const query = '/v1/networks?total=true&q=zanzibar';
      expect((await ask('GET', query)).body).toMatchObject({ total: 1, items: [{ name: { en: 'Zanzibar circle' } }] });
      const hidden = await partner('GET', query);
      const nothing = await partner('GET', '/v1/networks?total=true&q=nowhere-at-all');
      expect({ ...hidden.body, self: '' }).toEqual({ ...nothing.body, self: '' });
      expect(hidden.body).toMatchObject({ total: 0, items: [] });
    });
  });

  it('refuses the cursor of one list, of other filters and of another service in every other list', async () => {
    for (const each of lists) {
      const { body } = await list(each, 'pageSize=1');
      if (body.next === undefined) continue;
      const after = new URL(body.next).searchParams.get('after') ?? '';
      expect((await list(each, `after=${after}`)).status).toBe(200);
      const other = lists[(lists.indexOf(each) + 1) % lists.length] ?? each;
      for (const answer of [await list(other, `after=${after}`), await list(each, `after=${after}&ref=CO-2026-0001`)])
        expect(answer).toMatchObject({
          status: 400,
          body: { issues: expect.arrayContaining([expect.objectContaining({ name: 'after' })]) },
        });
    }
  });
});
