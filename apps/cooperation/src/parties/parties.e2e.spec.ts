import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, partnerFlanders, partnerWallonia, type CallOptions } from '@passerelle/testing/start-app';
import { randomUUID } from 'node:crypto';
import { cooperation } from '../cooperation.js';
import { contactExample, partyExample } from './party.example.js';

const stage = onStage(cooperation);

describe('parties', () => {
  const parties: Record<string, string> = {};

  beforeAll(async () => {
    for (const code of ['BE-BRU', 'BE-VLG', 'BE-WAL']) parties[code] = (await register({ code })).body.id;
  });

  const flanders = { caller: partnerFlanders };
  const wallonia = { caller: partnerWallonia };
  const register = (changes: object = {}) =>
    stage.client.call('rpc.cooperation.parties.register', { body: { ...partyExample, ...changes } });
  const contacts = (act: string) => `rpc.cooperation.contact-points.${act}`;
  const designate = (code: string, period: object, options: CallOptions = {}, changes: object = {}) => {
    const body = { ...contactExample, period, ...changes };
    return stage.client.call(contacts('designate'), { path: { partyId: parties[code] ?? '' }, body, ...options });
  };
  const change = (contactPointId: string, body: object, options: CallOptions = {}) =>
    stage.client.call(contacts('change'), { path: { contactPointId }, body, ifMatch: '"1"', ...options });
  const end = (contactPointId: string, to: string, options: CallOptions = {}) =>
    change(contactPointId, { period: { to } }, options);
  const factsOf = async (id: string): Promise<string[]> => {
    const sql = `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`;
    return (await stage.app.database.query<{ type: string }>(sql, [id])).map(({ type }) => type);
  };
  /** As if representation had announced it: here it does not run. */
  const knownPerson = async (): Promise<string> => {
    const id = randomUUID();
    await stage.app.database.query('INSERT INTO known_record (subject) VALUES ($1)', [`people/${id}`]);
    return id;
  };
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });

  describe('a party', () => {
    it('can be registered once only, also by ten concurrent requests', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => register()));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
      expect(await register()).toMatchObject(problem('partyRegistered'));
      expect(await register({ code: 'BE-LUX' })).toMatchObject({ status: 400 });
    });

    it('is public, and corrected by itself and by Brussels', async () => {
      const path = { partyId: parties['BE-VLG'] ?? '' };
      const change = (options: CallOptions) =>
        stage.client.call('rpc.cooperation.parties.change', { path, body: { languages: ['nl'] }, ...options });
      const read = await stage.client.call('rpc.cooperation.parties.read', { path, caller: anonymous });
      expect(read).toMatchObject({ status: 200, body: { code: 'BE-VLG', classification: 'public' } });
      expect((await change({ ...wallonia, ifMatch: '"1"' })).status).toBe(403);
      expect(await change({ ...flanders, ifMatch: '"1"' })).toMatchObject({ status: 200, body: { languages: ['nl'] } });
      expect((await change({ ifMatch: '"2"' })).status).toBe(200);
      expect((await change({ ifMatch: '"2"' })).status).toBe(412);
      expect((await change({})).status).toBe(428);
    });
  });

  describe('a contact point', () => {
    it('is one at a time for a party, also with ten concurrent designations', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => designate('BE-WAL', { from: '2026-01-01' })));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
      expect(await designate('BE-WAL', { from: '2029-01-01' })).toMatchObject(problem('contactPointOverlaps'));
      expect((await designate('BE-WAL', { from: '2025-01-01', to: '2026-01-01' })).status).toBe(201);
    });

    it('is designated by the party for itself, by Brussels with a source, and by no other region', async () => {
      const period = { from: '2026-01-01', to: '2026-07-01' };
      const without = { source: undefined };
      expect(await designate('BE-VLG', period, {}, without)).toMatchObject(problem('sourceRequired'));
      expect((await designate('BE-VLG', period, wallonia)).status).toBe(404);
      const own = await designate('BE-VLG', period, flanders, without);
      expect(own).toMatchObject({ status: 201, body: { party: 'BE-VLG', mailbox: contactExample.mailbox } });
      expect((await designate('BE-VLG', { from: '2026-07-01' })).status).toBe(201);
      expect((await designate('BE-BRU', period, {}, without)).status).toBe(201);
    });

    it('is visible to the regions only, and no fact contains the person', async () => {
      const personId = await knownPerson();
      const { id } = (await designate('BE-BRU', { from: '2030-01-01', to: '2031-01-01' }, {}, { personId })).body;
      const read = (options: CallOptions) =>
        stage.client.call(contacts('read'), { path: { contactPointId: id }, ...options });
      expect((await read(wallonia)).body.personId).toBe(personId);
      expect((await read({ caller: anonymous })).status).toBe(401);
      const list = await stage.client.call(contacts('list'), {
        query: { servingOn: ['2030-06-01'], party: ['BE-BRU'] },
        ...flanders,
      });
      expect(list.body.items).toMatchObject([{ id, personId }]);
      const query = { q: ['verantwoordelijke plannen'], servingOn: ['2030-06-01'], party: ['BE-BRU'] };
      expect((await stage.client.call(contacts('list'), { query })).body.items).toMatchObject([{ id }]);
      const facts = await stage.app.database.query<{ data: string }>(
        `SELECT data FROM event_log WHERE product = 'internal' AND type LIKE 'contactPoints.%'`,
      );
      expect(facts.length).toBeGreaterThan(0);
      const everyRegion = ['BE-BRU', 'BE-VLG', 'BE-WAL', 'X-BE-DG'];
      expect(JSON.parse(facts[0]?.data ?? '')).toMatchObject({ classification: 'internal', parties: everyRegion });
      expect(facts.filter(({ data }) => data.includes(personId))).toEqual([]);
    });

    it('ends on a date recorded by its own region, or with a source', async () => {
      const { id } = (await designate('BE-VLG', { from: '2040-01-01' })).body ?? {};
      expect(id).toBeUndefined();
      const [running] = (
        await stage.client.call(contacts('list'), { query: { servingOn: ['2035-01-01'], party: ['BE-VLG'] } })
      ).body.items;
      expect(await end(running.id, '2027-01-01')).toMatchObject(problem('sourceRequired'));
      expect((await end(running.id, '2027-01-01', wallonia)).status).toBe(403);
      expect(await end(running.id, '2026-07-02', flanders)).toMatchObject({
        status: 200,
        body: { period: { from: '2026-07-01', to: '2026-07-02' } },
      });
      expect(await end(running.id, '2026-07-02', { ...flanders, ifMatch: '"2"' })).toMatchObject(
        problem('recordClosed'),
      );
      expect(await factsOf(running.id)).toEqual(['contactPoints.designated', 'contactPoints.ended']);
      expect((await designate('BE-VLG', { from: '2026-07-02' }, flanders)).status).toBe(201);
    });

    it('is corrected, which is no act of its party and needs no source', async () => {
      const { id } = (await designate('BE-BRU', { from: '2032-01-01', to: '2033-01-01' })).body;
      const corrected = { languages: ['nl'], function: { fr: 'Responsable', nl: 'Verantwoordelijke' } };
      expect(await change(id, corrected)).toMatchObject({ status: 200, body: corrected });
      expect(await change(id, corrected)).toMatchObject({ status: 412 });
      expect(await factsOf(id)).toEqual(['contactPoints.designated', 'contactPoints.changed']);
    });

    it('is taken back, and leaves its days to another', async () => {
      const period = { from: '2050-01-01', to: '2051-01-01' };
      const { id } = (await designate('BE-BRU', period)).body;
      const taken = { subject: 'rpc.cooperation.contact-points', parameter: 'contactPointId', id };
      expect(await takeBack(stage, taken)).toEqual(takenBack);
      expect((await factsOf(id)).at(-1)).toBe('contactPoints.retracted');
      expect((await designate('BE-BRU', period)).status).toBe(201);
    });
  });

  it('are taken back once no contact point refers to them', async () => {
    const partyId = parties['BE-BRU'] ?? '';
    const retract = () =>
      stage.client.call('rpc.cooperation.parties.retract', { path: { partyId }, body: { transition: 'retract' } });
    const query = { partyId: [partyId], pageSize: ['200'] };
    const { items } = (await stage.client.call(contacts('list'), { query })).body;
    expect(await retract()).toMatchObject({
      ...problem('stillReferenced'),
      body: { references: items.map(({ ref }: { ref: string }) => ref) },
    });
    for (const { id: contactPointId } of items)
      await stage.client.call(contacts('retract'), { path: { contactPointId }, body: { transition: 'retract' } });
    const taken = { subject: 'rpc.cooperation.parties', parameter: 'partyId', id: partyId };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    expect(await designate('BE-BRU', { from: '2060-01-01' })).toMatchObject(problem('recordRetracted'));
    const again = await register({ code: 'BE-BRU' });
    expect(again.status).toBe(201);
    parties['BE-BRU'] = again.body.id;
  });

  it('are never taken back from under a contact point that is being designated', async () => {
    const partyId = parties['BE-BRU'] ?? '';
    const retract = () =>
      stage.client.call('rpc.cooperation.parties.retract', { path: { partyId }, body: { transition: 'retract' } });
    const designated = Array.from({ length: 5 }, (_, n) => ({ from: `${2060 + n}-01-01`, to: `${2061 + n}-01-01` }));
    const [taken, ...made] = await Promise.all([retract(), ...designated.map((each) => designate('BE-BRU', each))]);
    const isKept = made.some(({ status }) => status === 201);
    expect(taken?.status).toBe(isKept ? 409 : 200);
  });
});
