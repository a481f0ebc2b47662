import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders } from '@passerelle/testing/start-app';
import { membershipExample, networkExample, officeExample } from '../examples.js';
import { networks as service } from '../networks.js';

const stage = onStage(service);

describe('memberships', () => {
  const network = async (): Promise<string> =>
    (await stage.client.call('rpc.networks.networks.register', { body: networkExample })).body.id;
  const memberships = (act: string) => `rpc.networks.memberships.${act.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
  const register = (networkId: string, changes: object = {}) =>
    stage.client.call(memberships('register'), { path: { networkId }, body: { ...membershipExample, ...changes } });
  const act = (transition: string, membershipId: string, given: object = {}) =>
    stage.client.call(memberships(transition), { path: { membershipId }, body: { transition, ...given } });
  const change = (membershipId: string, body: object, ifMatch?: string) =>
    stage.client.call(memberships('change'), {
      path: { membershipId },
      body,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    });
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });
  const active = { status: 'active', since: '2020-01-01' };

  it('registers a prospect, answers with its address and leaves one whole fact', async () => {
    const networkId = await network();
    const answer = await register(networkId);
    expect(answer).toMatchObject({
      status: 201,
      body: { networkId, status: 'prospect', holderKind: 'region', noticePeriod: 'P6M' },
    });
    expect(answer.body).not.toHaveProperty('since');
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/memberships/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['memberships.registered']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('passes through its states, with one fact per act', async () => {
    const { id } = (await register(await network())).body;
    const acts: [string, object][] = [
      ['apply', { on: '2019-01-10' }],
      ['admit', { on: '2019-03-31' }],
      ['fallIntoArrears', { on: '2021-01-01' }],
      ['settle', { on: '2021-02-01' }],
      ['giveNotice', { on: '2025-06-30', until: '2025-12-31', reason: { fr: 'Trop cher.', nl: 'Te duur.' } }],
      ['end', { on: '2025-12-31' }],
    ];
    for (const [verb, body] of acts) expect(await act(verb, id, body)).toMatchObject({ status: 200 });
    expect((await log(id)).map((row) => [row.type, row.aggregate_version])).toEqual([
      ['memberships.registered', '1'],
      ['memberships.applied', '2'],
      ['memberships.activated', '3'],
      ['memberships.arrearsRecorded', '4'],
      ['memberships.settled', '5'],
      ['memberships.noticeGiven', '6'],
      ['memberships.ended', '7'],
    ]);
    const { body } = await stage.client.call(memberships('read'), { path: { membershipId: id } });
    expect(body).toMatchObject({ status: 'ended', since: '2019-03-31', until: '2025-12-31' });
    expect(await act('settle', id, { on: '2026-01-01' })).toMatchObject(problem('illegalTransition'));
    expect(await change(id, { category: 'observer' }, '"7"')).toMatchObject(problem('recordClosed'));
  });

  it('ends by a notice that is given in time (N4)', async () => {
    const { id, ref } = (await register(await network(), active)).body;
    const late = { on: '2025-07-01', until: '2025-12-31' };
    expect(await act('giveNotice', id, late)).toMatchObject({
      status: 409,
      body: {
        ...problem('noticeTooShort').body,
        ...{ membership: ref, until: '2025-12-31', noticeBy: '2025-06-30', earliest: '2026-01-01' },
      },
    });
    expect(await act('giveNotice', id, { ...late, until: '2026-01-01' })).toMatchObject({ status: 200 });
  });

  it('is found by the departments that use it', async () => {
    const networkId = await network();
    const { id } = (await register(networkId, { ...active, departments: ['bisa', 'territorialStrategy'] })).body;
    await register(networkId, { holder: { name: 'perspective.brussels' } });
    const found = async (department: string) =>
      (
        await stage.client.call(memberships('list'), { query: { networkId: [networkId], department: [department] } })
      ).body.items.map((item: { id: string }) => item.id);
    expect(await found('bisa')).toEqual([id]);
    expect((await change(id, { departments: [] }, '"1"')).body).toMatchObject({ departments: [], version: 2 });
    expect(await found('bisa')).toEqual([]);
  });

  it('is refused by the network, which is final', async () => {
    const { id } = (await register(await network())).body;
    await act('apply', id, { on: '2019-01-10' });
    expect(await act('refuse', id, { on: '2019-02-01' })).toMatchObject({ status: 200, body: { status: 'refused' } });
    expect(await act('admit', id, { on: '2019-03-01' })).toMatchObject(problem('illegalTransition'));
  });

  it('allows one running membership per holder, also under twenty concurrent requests (N1)', async () => {
    const networkId = await network();
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(networkId, active)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    for (const { status, body } of answers)
      if (status === 409)
        expect(body).toMatchObject({
          type: 'urn:problem-type:passerelle:membershipOverlaps',
          holder: 'Brussels-Capital Region',
        });
    const rows = await stage.app.database.query('SELECT 1 FROM membership WHERE network_id = $1', [networkId]);
    const facts = await stage.app.database.query(
      `SELECT 1 FROM event_log WHERE product = 'internal' AND data LIKE '%"networkId":"${networkId}"%'`,
    );
    expect([rows.length, facts.length]).toEqual([1, 1]);
  });

  it('admits a holder once, also under ten concurrent requests', async () => {
    const networkId = await network();
    const prospects = await Promise.all(Array.from({ length: 10 }, () => register(networkId)));
    const ids = prospects.map(({ body }) => String(body.id));
    for (const id of ids) await act('apply', id, { on: '2019-01-10' });
    const answers = await Promise.all(ids.map((id) => act('admit', id, { on: '2019-03-31' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('recognises a holder by its name in any case and by its Wikidata id', async () => {
    const networkId = await network();
    await register(networkId, active);
    const named = (name: string, ids?: object) => register(networkId, { ...active, holder: { name, ids } });
    expect(await named('BRUSSELS-CAPITAL REGION')).toMatchObject(problem('membershipOverlaps'));
    expect(await named('Brussels Hoofdstedelijk Gewest', { wikidata: 'Q240' })).toMatchObject(
      problem('membershipOverlaps'),
    );
    expect((await named('perspective.brussels')).status).toBe(201);
    expect((await named('Belgian State')).status).toBe(201);
    expect((await register(await network(), active)).status).toBe(201);
  });

  it('counts arrears and notice as running and an end as not, and checks the next admission', async () => {
    const networkId = await network();
    const { id } = (await register(networkId, active)).body;
    const second = (await register(networkId)).body;
    await act('apply', second.id, { on: '2024-01-01' });
    const admit = () => act('admit', second.id, { on: '2026-01-01' });
    await act('fallIntoArrears', id, { on: '2024-01-01' });
    expect(await admit()).toMatchObject(problem('membershipOverlaps'));
    await act('giveNotice', id, { on: '2025-06-30', until: '2025-12-31' });
    expect(await admit()).toMatchObject(problem('membershipOverlaps'));
    await act('end', id, { on: '2025-12-31' });
    expect(await admit()).toMatchObject({ status: 200, body: { status: 'active', since: '2026-01-01' } });
  });

  it('is taken back when it was registered in error, and then counts for no overlap', async () => {
    const networkId = await network();
    const { id } = (await register(networkId, active)).body;
    expect(await register(networkId, active)).toMatchObject(problem('membershipOverlaps'));
    const taken = { subject: 'rpc.networks.memberships', parameter: 'membershipId', id };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    expect((await log(id)).map(({ type }) => type)).toEqual(['memberships.registered', 'memberships.retracted']);
    expect(
      await stage.client.call('rpc.networks.offices.nominate', { path: { membershipId: id }, body: officeExample }),
    ).toMatchObject({ status: 404 });
    expect((await register(networkId, active)).status).toBe(201);
  });

  it('has no office when it was taken back, however many ask at once', async () => {
    const networkId = await network();
    const holders = Array.from({ length: 10 }, (_, index) => ({ ...active, holder: { name: `Holder ${index}` } }));
    const ids = await Promise.all(holders.map(async (each) => String((await register(networkId, each)).body.id)));
    const nominate = (membershipId: string) =>
      stage.client.call('rpc.networks.offices.nominate', { path: { membershipId }, body: officeExample });
    const answers = await Promise.all(ids.flatMap((id) => [nominate(id), act('retract', id)]));
    expect(answers.filter(({ status }) => ![200, 201, 404, 409].includes(status))).toEqual([]);
    const lost = await stage.app.database.query(
      `SELECT 1 FROM office JOIN membership ON membership.id = membership_id
        WHERE membership.network_id = $1 AND membership.retracted_at IS NOT NULL`,
      [networkId],
    );
    expect(lost).toEqual([]);
  });

  it('is not taken back while an office refers to it', async () => {
    const { id } = (await register(await network(), active)).body;
    const nomination = { path: { membershipId: id }, body: officeExample };
    const office = (await stage.client.call('rpc.networks.offices.nominate', nomination)).body;
    expect(await act('retract', id)).toMatchObject({
      ...problem('stillReferenced'),
      body: { references: [office.ref] },
    });
    const path = { officeId: office.id };
    await stage.client.call('rpc.networks.offices.retract', { path, body: { transition: 'retract' } });
    expect(await act('retract', id)).toMatchObject({ status: 200 });
  });

  it('needs the reasons of a public membership in both official languages', async () => {
    const { id } = (await register(await network())).body;
    expect(await act('apply', id, { on: '2019-01-10', reason: { fr: 'Seul' } })).toMatchObject(
      problem('languageIncomplete'),
    );
  });

  it('corrects a membership at its version, except its holder', async () => {
    const { id } = (await register(await network(), { status: 'active' })).body;
    expect(await change(id, { category: 'observer' })).toMatchObject({ status: 428 });
    const terms = { category: 'observer', since: '2018-01-01', noticePeriod: null };
    const changed = await change(id, terms, '"1"');
    expect(changed).toMatchObject({ status: 200, body: { version: 2, category: 'observer', since: '2018-01-01' } });
    expect(changed.body).not.toHaveProperty('noticePeriod');
    expect(await change(id, { category: 'full' }, '"1"')).toMatchObject({ status: 412 });
    expect(await change(id, { holder: { name: 'Another' }, category: 'full' }, '"2"')).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'holder', type: 'urn:problem-type:belgif:input-validation:unknownInput' }] },
    });
    expect((await log(id)).map(({ type }) => type)).toEqual(['memberships.registered', 'memberships.changed']);
  });

  it('refuses an unknown network', async () => {
    expect(await register('01930000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
  });

  it('reports the faults of a registration or an act', async () => {
    const networkId = await network();
    const answer = await register(networkId, { holderKind: 'city', category: 'gold' });
    expect(answer.body.issues.map(({ name }: { name: string }) => name).sort()).toEqual(['category', 'holderKind']);
    expect(await register(networkId, { since: '2020-01-01' })).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'since' }] },
    });
    const { id } = (await register(networkId, active)).body;
    expect(await act('giveNotice', id, { on: '2025-06-30', until: '2025-06-29' })).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'until', type: 'urn:problem-type:belgif:input-validation:invalidPeriod' }] },
    });
  });

  it('finds memberships by network, holder, category and state', async () => {
    const networkId = await network();
    await register(networkId, active);
    await register(networkId, { holder: { name: 'perspective.brussels' }, holderKind: 'agency', category: 'observer' });
    const holders = async (query: Record<string, readonly string[]>) =>
      (await stage.client.call(memberships('list'), { query: { networkId: [networkId], ...query } })).body.items.map(
        ({ holder }: { holder: { name: string } }) => holder.name,
      );
    expect(await holders({ sort: ['since'] })).toEqual(['Brussels-Capital Region', 'perspective.brussels']);
    expect(await holders({ holder: ['BRUSSELS-'] })).toEqual(['Brussels-Capital Region']);
    expect(await holders({ holderKind: ['agency'] })).toEqual(['perspective.brussels']);
    expect(await holders({ category: ['observer'], status: ['prospect'] })).toEqual(['perspective.brussels']);
    expect(await holders({ sinceFrom: ['2020-01-02'] })).toEqual([]);
  });

  it('shows others only what is public', async () => {
    const networkId = await network();
    const register2 = (classification: string) => register(networkId, { classification });
    const ids = [(await register2('public')).body.id, (await register2('internal')).body.id];
    const read = async (membershipId: string) =>
      (await stage.client.call(memberships('read'), { path: { membershipId }, caller: partnerFlanders })).status;
    expect(await Promise.all(ids.map(read))).toEqual([200, 404]);
    const query = { networkId: [networkId] };
    const { body } = await stage.client.call(memberships('list'), { query, caller: partnerFlanders });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
  });
});
