import { systemActor } from '@passerelle/platform/data/request-transaction';
import { untilSomeoneWaits } from '@passerelle/testing/locks';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { bodyExample, mandateExample, seatExample } from '../examples.js';
import { personExample } from '../people/person.example.js';
import { representation } from '../representation.js';

const stage = onStage(representation);

describe('mandates', () => {
  let bodyId: string;
  let personId: string;

  beforeAll(async () => {
    bodyId = (await stage.client.call('rpc.representation.bodies.register', { body: bodyExample })).body.id;
    personId = await person();
  });

  const person = async (): Promise<string> =>
    (await stage.client.call('rpc.representation.people.register', { body: personExample })).body.id;

  /** A new seat for each test; not rotating by default. */
  async function seat(changes: object = { rotation: undefined }): Promise<string> {
    const body = { ...seatExample, ...changes };
    return (await stage.client.call('rpc.representation.seats.register', { path: { bodyId }, body })).body.id;
  }

  const mandates = (act: string) => `rpc.representation.mandates.${act}`;
  const propose = (seatId: string, changes: object = {}, caller = editor) =>
    stage.client.call(mandates('propose'), { path: { seatId }, body: { ...mandateExample, ...changes }, caller });
  // Somebody other than who proposed it appoints.
  const actorOf = (act: string) => (act === 'activate' ? approver : editor);
  const perform = (act: string, id: string, on: string, caller = actorOf(act)) =>
    stage.client.call(mandates(act), { path: { mandateId: id }, body: { transition: act, on }, caller });
  const read = (id: string, caller = editor) =>
    stage.client.call(mandates('read'), { path: { mandateId: id }, caller });
  const list = async (query: Record<string, readonly string[]>) =>
    (await stage.client.call(mandates('list'), { query })).body.items.map(({ id }: { id: string }) => id);
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });
  const period = (from: string, to?: string) => ({ period: { from, ...(to === undefined ? {} : { to }) } });

  it('proposes a mandate, answers with its address and leaves one whole fact, without the person', async () => {
    const seatId = await seat();
    const answer = await propose(seatId, { personId });
    expect(answer).toMatchObject({
      status: 201,
      body: { seatId, bodyId, status: 'proposed', personId, suspensions: [] },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/mandates/${answer.body.id}`);
    const { href, changedAt, personId: _, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['mandates.proposed']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('passes through all its states, with one fact per act', async () => {
    const { id } = (await propose(await seat(), { personId })).body;
    const acts = [
      ['activate', '2024-01-08'],
      ['suspend', '2024-02-01'],
      ['resume', '2024-03-01'],
      ['suspend', '2024-05-01'],
      ['end', '2024-06-01'],
    ] as const;
    for (const [act, on] of acts) expect(await perform(act, id, on)).toMatchObject({ status: 200 });
    expect((await read(id)).body).toMatchObject({
      status: 'ended',
      version: 6,
      startedOn: '2024-01-08',
      endedOn: '2024-06-01',
      suspensions: [
        { from: '2024-02-01', to: '2024-03-01' },
        { from: '2024-05-01', to: '2024-06-01' },
      ],
    });
    expect(await perform('revoke', id, '2024-06-01')).toMatchObject(problem('illegalTransition'));
    const facts = await log(id);
    expect(facts.map((row) => [row.type, row.aggregate_version])).toEqual([
      ['mandates.proposed', '1'],
      ['mandates.started', '2'],
      ['mandates.suspended', '3'],
      ['mandates.resumed', '4'],
      ['mandates.suspended', '5'],
      ['mandates.ended', '6'],
    ]);
    expect(facts.filter(({ data }) => data.includes(personId))).toEqual([]);
  });

  it('accepts one titular out of twenty concurrent ones (P2)', async () => {
    const seatId = await seat();
    const answers = await Promise.all(Array.from({ length: 20 }, () => propose(seatId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    const { ref } = answers.find(({ status }) => status === 201)?.body ?? {};
    for (const refused of answers.filter(({ status }) => status === 409))
      expect(refused).toMatchObject({ ...problem('titularsOverlap'), body: { ref } });
    expect(await list({ seatId: [seatId] })).toHaveLength(1);
    const facts = await stage.app.database.query(
      `SELECT 1 FROM event_log WHERE product = 'internal' AND data LIKE $1`,
      [`%"seatId":"${seatId}"%`],
    );
    expect(facts).toHaveLength(1);
  });

  it('allows successive titulars, and other roles at the same time', async () => {
    const seatId = await seat();
    const first = (await propose(seatId, period('2024-01-01'))).body;
    expect(await propose(seatId, period('2024-06-01'))).toMatchObject(problem('titularsOverlap'));
    expect((await propose(seatId, { ...period('2024-06-01'), role: 'alternate' })).status).toBe(201);
    await perform('activate', first.id, '2024-01-01');
    await perform('end', first.id, '2024-06-01');
    expect((await propose(seatId, period('2024-06-01', '2024-09-01'))).status).toBe(201);
    expect(await propose(seatId, period('2023-12-01', '2024-01-02'))).toMatchObject(problem('titularsOverlap'));
  });

  it('frees the seat when a proposal is dropped', async () => {
    const seatId = await seat();
    const { id } = (await propose(seatId)).body;
    expect((await perform('revoke', id, '2023-12-01')).body).toMatchObject({
      status: 'revoked',
      endedOn: '2023-12-01',
    });
    expect((await propose(seatId)).status).toBe(201);
  });

  it('must be within the turn of a rotating seat (P8)', async () => {
    const seatId = await seat({});
    expect(await propose(seatId, period('2024-01-01', '2024-07-02'))).toMatchObject({
      ...problem('outsideRotation'),
      body: { entity: 'BE-BRU', semester: '2024-S1', from: '2024-01-01', to: '2024-07-01' },
    });
    expect(await propose(seatId, { ...period('2024-01-01'), role: 'expert' })).toMatchObject(
      problem('outsideRotation'),
    );
    expect((await propose(seatId)).status).toBe(201);
  });

  it('refuses an unknown seat, a reversed period, an act in advance and a stale version', async () => {
    const issue = (name: string, kind: string) => ({
      status: 400,
      body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
    });
    const seatId = await seat();
    expect(await propose('01930000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
    expect(await propose(seatId, period('2024-07-01', '2024-01-01'))).toMatchObject(
      issue('period.to', 'invalidPeriod'),
    );
    const { id } = (await propose(seatId, period('2024-01-01'))).body;
    expect(await perform('activate', id, '2190-01-01')).toMatchObject(issue('on', 'factInFuture'));
    expect(await perform('activate', id, '2023-12-31')).toMatchObject(issue('on', 'invalidPeriod'));
    const stale = {
      path: { mandateId: id },
      body: { transition: 'activate', on: '2024-01-01' },
      ifMatch: '"9"',
      caller: approver,
    };
    expect(await stage.client.call(mandates('activate'), stale)).toMatchObject({
      status: 412,
      body: { currentVersion: 1 },
    });
    expect(await log(id)).toHaveLength(1);
  });

  describe('that is corrected', () => {
    const change = (id: string, body: object, version = 1, caller = editor) =>
      stage.client.call(mandates('change'), { path: { mandateId: id }, body, ifMatch: `"${version}"`, caller });

    it('keeps its person, its seat and the days of its acts', async () => {
      const seatId = await seat();
      const { id } = (await propose(seatId, { personId })).body;
      await perform('activate', id, '2024-01-08');
      const corrected = { role: 'expert', actsFor: 'region', ...period('2024-01-08', '2024-06-01') };
      expect(await change(id, { ...corrected, appointedBy: null }, 2)).toMatchObject({
        status: 200,
        body: { ...corrected, seatId, personId, startedOn: '2024-01-08', version: 3 },
      });
      expect((await log(id)).at(-1)?.type).toBe('mandates.changed');
      expect((await log(id)).at(-1)?.data).not.toContain(personId);
      await perform('end', id, '2024-05-01');
      expect(await change(id, { role: 'titular' }, 4)).toMatchObject(problem('recordClosed'));
      expect((await change(id, { role: 'titular' }, 4, partnerFlanders)).status).toBe(403);
    });

    it('receives its person once, and only one who is registered', async () => {
      const { id, personId: unknown } = (await propose(await seat())).body;
      expect(unknown).toBeUndefined();
      const nowhere = { personId: '7d4f2c1e-5b7a-4c3d-9e8f-0a1b2c3d4e5f' };
      const issue = { name: 'personId', type: 'urn:problem-type:belgif:input-validation:referencedResourceNotFound' };
      expect(await change(id, nowhere)).toMatchObject({ status: 400, body: { issues: [issue] } });
      expect(await propose(await seat(), nowhere)).toMatchObject({ status: 400, body: { issues: [issue] } });
      expect(await change(id, { personId })).toMatchObject({ status: 200, body: { personId, version: 2 } });
      expect((await change(id, { personId, role: 'expert' }, 2)).status).toBe(200);
      expect(await change(id, { personId: await person() }, 3)).toMatchObject(problem('mandateHasPerson'));
      expect(await change(id, { personId: null }, 3)).toMatchObject({ status: 400 });
    });

    it('is one titular among others, however many ask at once (P2)', async () => {
      const seatId = await seat();
      const experts = await Promise.all(Array.from({ length: 8 }, () => propose(seatId, { role: 'expert' })));
      const answers = await Promise.all([
        ...experts.map(({ body }) => change(body.id, { role: 'titular' })),
        propose(seatId),
      ]);
      const refused = answers.filter(({ status }) => status === 409);
      expect(refused).toHaveLength(8);
      for (const answer of refused) expect(answer).toMatchObject(problem('titularsOverlap'));
      expect(await list({ seatId: [seatId], role: ['titular'] })).toHaveLength(1);
    });
  });

  it('that was registered in error is taken back, and frees its seat', async () => {
    const seatId = await seat();
    const { id } = (await propose(seatId)).body;
    await perform('activate', id, '2024-01-08');
    expect(await propose(seatId)).toMatchObject(problem('titularsOverlap'));
    expect(await takeBack(stage, { subject: 'rpc.representation.mandates', parameter: 'mandateId', id })).toEqual(
      takenBack,
    );
    expect((await propose(seatId)).status).toBe(201);
    expect(await list({ seatId: [seatId], heldOn: ['2024-02-01'] })).toEqual([]);
  });

  it('shows the person to those of the home region who may read people, in every answer', async () => {
    const seatId = await seat();
    const { id } = (await propose(seatId, { personId })).body;
    expect((await read(id)).body.personId).toBe(personId);
    const withoutScope = { ...editor, scopes: ['representation:read', 'representation:write'] };
    for (const caller of [auditor, withoutScope, anonymous]) {
      const { status, body } = await read(id, caller);
      expect([status, 'personId' in body]).toEqual([200, false]);
    }
    const unseen = await propose(seatId, { personId, role: 'alternate' }, withoutScope);
    expect([unseen.status, 'personId' in unseen.body]).toEqual([201, false]);
    const writer = { ...partnerFlanders, scopes: ['representation:read', 'representation:write'] };
    const answers = [
      await read(id, partnerFlanders),
      await stage.client.call(mandates('list'), { query: { seatId: [seatId] }, caller: partnerFlanders }),
      await propose(seatId, { role: 'expert' }, writer),
      await perform('activate', id, '2024-01-01', writer),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 403, 403]);
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain(personId);
    expect(
      (await stage.client.call(mandates('list'), { query: { seatId: [seatId] } })).body.items[0],
    ).not.toHaveProperty('personId');
  });

  it('finds mandates by their fields, and by whether they are in force on a day', async () => {
    const seatId = await seat();
    const { id } = (await propose(seatId)).body;
    const other = (await propose(seatId, { role: 'expert', actsFor: 'region', ...period('2024-01-01') })).body;
    await perform('activate', id, '2024-01-08');
    await perform('suspend', id, '2024-02-01');
    await perform('resume', id, '2024-03-01');
    const found = (query: Record<string, readonly string[]>) => list({ seatId: [seatId], ...query });
    expect(await found({ role: ['expert'], actsFor: ['region'], status: ['proposed'] })).toEqual([other.id]);
    expect(await found({ bodyId: [bodyId], sort: ['startedOn'] })).toEqual([id, other.id]);
    const heldOn = async (day: string) => (await found({ heldOn: [day] })).length;
    const days = ['2024-01-07', '2024-01-08', '2024-01-31', '2024-02-01', '2024-02-29', '2024-03-01', '2024-06-30'];
    expect(await Promise.all([...days, '2024-07-01'].map(heldOn))).toEqual([0, 1, 1, 0, 0, 1, 1, 0]);
    // Its period ends on 1 July; the expert has no foreseen end.
    expect(await found({ endsFrom: ['2024-07-01'], endsTo: ['2024-07-01'] })).toEqual([id]);
    await perform('end', id, '2024-06-01');
    expect(await Promise.all(['2024-05-31', '2024-06-01'].map(heldOn))).toEqual([1, 0]);
    expect(await found({ endsFrom: ['2024-06-01'], endsTo: ['2024-06-30'] })).toEqual([id]);
    expect(await found({ endsFrom: ['2024-06-02'] })).toEqual([]);
  });

  describe('the classification', () => {
    const registerBody = async () =>
      (await stage.client.call('rpc.representation.bodies.register', { body: bodyExample })).body.id;
    const registerSeat = async (path: { bodyId: string }) =>
      (await stage.client.call('rpc.representation.seats.register', { path, body: seatExample })).body;
    const restrict = (id: string) => {
      const change = { path: { bodyId: id }, body: { classification: 'restricted' }, ifMatch: '"1"' };
      return stage.client.call('rpc.representation.bodies.change', change);
    };

    it('is copied from the body to its seats and their mandates, also later', async () => {
      const own = await registerBody();
      const given = await registerSeat({ bodyId: own });
      const { body: mandate } = await propose(given.id);
      expect([given.classification, mandate.classification]).toEqual(['public', 'public']);
      expect((await propose(given.id, { classification: 'public' })).status).toBe(400);
      expect((await restrict(own)).status).toBe(200);
      const facts = [...(await log(given.id)), ...(await log(mandate.id))];
      expect(facts.map(({ type }) => type)).toEqual([
        'seats.registered',
        'seats.changed',
        'mandates.proposed',
        'mandates.changed',
      ]);
      const states = facts.map(({ data }) => JSON.parse(data));
      expect(states.map(({ version, classification }) => [version, classification])).toEqual(
        [given, mandate].flatMap(() => [
          [1, 'public'],
          [2, 'restricted'],
        ]),
      );
      expect(states.filter((state) => 'personId' in state)).toEqual([]);
      const { body: later } = await propose((await registerSeat({ bodyId: own })).id);
      expect(later).toMatchObject({ classification: 'restricted' });
    });

    it('is copied after an act that was under way', async () => {
      const own = await registerBody();
      const { id } = (await propose((await registerSeat({ bodyId: own })).id)).body;
      const { database } = stage.app;
      const restricted = await database.transaction(systemActor('test'), async (tx) => {
        await tx.query('UPDATE mandate SET version = version + 1 WHERE id = $1', [id]);
        const waits = restrict(own);
        await untilSomeoneWaits(database);
        return { waits };
      });
      expect((await restricted.waits).status).toBe(200);
      expect((await read(id)).body).toMatchObject({ version: 3, classification: 'restricted' });
    });
  });

  it('copies the level and the departments of its seat, also later', async () => {
    const seatId = await seat({ level: 'europe', departments: ['bisa'], rotation: undefined });
    const { body: mandate } = await propose(seatId, { personId });
    const cut = { level: 'europe', departments: ['bisa'] };
    expect(mandate).toMatchObject(cut);
    expect((await stage.client.call(mandates('list'), { query: { seatId: [seatId] } })).body.items).toMatchObject([
      cut,
    ]);
    expect((await propose(seatId, { departments: ['bisa'] })).status).toBe(400);
    const change = (body: object, version: number) =>
      stage.client.call('rpc.representation.seats.change', { path: { seatId }, body, ifMatch: `"${version}"` });
    const { version } = (await stage.client.call('rpc.representation.seats.read', { path: { seatId } })).body;
    expect((await change({ source: 'The decree, as amended' }, version)).status).toBe(200);
    const moved = { departments: ['generalDirectorate', 'bisa'], level: 'belgium' };
    expect((await change(moved, version + 1)).status).toBe(200);
    expect((await read(mandate.id)).body).toMatchObject({ ...moved, personId, version: 2 });
    const facts = (await log(mandate.id)).map(({ type, data }) => ({ type, ...JSON.parse(data) }));
    expect(facts).toMatchObject([
      { type: 'mandates.proposed', ...cut },
      { type: 'mandates.changed', ...moved },
    ]);
    expect(facts.filter((state) => 'personId' in state)).toEqual([]);
  });

  it('is as visible as its body, at every moment', async () => {
    const { id } = (await propose(await seat())).body;
    expect((await read(id, partnerFlanders)).status).toBe(200);
    const { version } = (await stage.client.call('rpc.representation.bodies.read', { path: { bodyId } })).body;
    await stage.client.call('rpc.representation.bodies.change', {
      path: { bodyId },
      body: { classification: 'internal' },
      ifMatch: `"${version}"`,
    });
    expect((await read(id, partnerFlanders)).status).toBe(404);
    const hidden = await stage.client.call(mandates('list'), { query: { bodyId: [bodyId] }, caller: partnerFlanders });
    expect(hidden.body.items).toEqual([]);
    const open = await stage.client.call(mandates('list'), { query: { pageSize: ['200'] }, caller: anonymous });
    expect(open).toMatchObject({ status: 200 });
  });
});
