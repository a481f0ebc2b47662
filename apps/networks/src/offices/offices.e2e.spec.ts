import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders } from '@passerelle/testing/start-app';
import { membershipExample, networkExample, officeExample } from '../examples.js';
import { networks as service } from '../networks.js';

const stage = onStage(service);

describe('offices', () => {
  const member = { status: 'active', since: '2018-01-01' };

  async function membership(changes: object = member): Promise<{ id: string; networkId: string }> {
    const network = await stage.client.call('rpc.networks.networks.register', { body: networkExample });
    const path = { networkId: network.body.id };
    const body = { ...membershipExample, ...changes };
    return (await stage.client.call('rpc.networks.memberships.register', { path, body })).body;
  }

  const onMembership = (transition: string, membershipId: string, given: object) =>
    stage.client.call(`rpc.networks.memberships.${transition === 'giveNotice' ? 'give-notice' : transition}`, {
      path: { membershipId },
      body: { transition, ...given },
    });
  const offices = (act: string) => `rpc.networks.offices.${act}`;
  const nominate = (membershipId: string, changes: object = {}) =>
    stage.client.call(offices('nominate'), { path: { membershipId }, body: { ...officeExample, ...changes } });
  const act = (transition: string, officeId: string, on: string) =>
    stage.client.call(offices(transition), { path: { officeId }, body: { transition, on } });
  const change = (officeId: string, version: number, body: object) =>
    stage.client.call(offices('change'), { path: { officeId }, body, ifMatch: `"${version}"` });
  const read = async (officeId: string) => (await stage.client.call(offices('read'), { path: { officeId } })).body;
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });

  async function inOffice(membershipId: string, changes: object = {}): Promise<string> {
    const { id } = (await nominate(membershipId, { elected: false, ...changes })).body;
    expect(await act('take', id, '2020-11-30')).toMatchObject({ status: 200, body: { status: 'inOffice' } });
    return id;
  }

  it('registers a candidacy, answers with its address and leaves one whole fact', async () => {
    const { id: membershipId, networkId } = await membership();
    const answer = await nominate(membershipId);
    expect(answer).toMatchObject({
      status: 201,
      body: { membershipId, networkId, holderKind: 'region', status: 'candidate', role: 'vicePresident' },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/offices/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['offices.nominated']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('is won, taken and left, with one fact per act', async () => {
    const { id } = (await nominate((await membership()).id)).body;
    expect(await act('take', id, '2020-11-30')).toMatchObject(problem('illegalTransition'));
    for (const verb of ['win', 'take']) expect(await act(verb, id, '2020-11-30')).toMatchObject({ status: 200 });
    expect(await act('end', id, '2023-12-31')).toMatchObject({
      status: 200,
      body: { status: 'ended', tookOfficeOn: '2020-11-30', leftOfficeOn: '2023-12-31' },
    });
    expect((await log(id)).map((row) => [row.type, row.aggregate_version])).toEqual([
      ['offices.nominated', '1'],
      ['offices.won', '2'],
      ['offices.taken', '3'],
      ['offices.ended', '4'],
    ]);
  });

  it('is won by another candidate', async () => {
    const { id } = (await nominate((await membership()).id)).body;
    expect(await act('lose', id, '2020-11-30')).toMatchObject({ status: 200, body: { status: 'notElected' } });
    expect((await log(id)).map(({ type }) => type)).toEqual(['offices.nominated', 'offices.lost']);
  });

  it('needs a membership that covers its term (N2)', async () => {
    const refused = problem('membershipNotActive');
    expect(await nominate((await membership({})).id)).toMatchObject(refused);
    const { id } = await membership({ status: 'active', since: '2020-12-01' });
    const early = await nominate(id);
    expect(early).toMatchObject(refused);
    expect(early.body.membership).toMatch(/^NW-/);
    const lasting = await membership();
    await onMembership('giveNotice', lasting.id, { on: '2025-01-01', until: '2025-12-31' });
    expect(await nominate(lasting.id)).toMatchObject(refused);
    const term = { startsOn: '2020-11-30', endsOn: '2025-12-31' };
    expect((await nominate(lasting.id, { term })).status).toBe(201);
    expect(await nominate('01930000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
  });

  it('ends with its membership, in the same transaction, if it is taken', async () => {
    const { id: membershipId } = await membership();
    const running = await inOffice(membershipId);
    const over = await inOffice(membershipId, { term: { startsOn: '2020-11-30', endsOn: '2023-11-29' } });
    const left = await inOffice(membershipId);
    await act('end', left, '2021-12-31');
    const candidate = (await nominate(membershipId)).body.id;
    await onMembership('giveNotice', membershipId, { on: '2025-06-30', until: '2025-12-31' });
    expect(await onMembership('end', membershipId, { on: '2025-12-31' })).toMatchObject({ status: 200 });
    expect(await read(running)).toMatchObject({ status: 'ended', leftOfficeOn: '2025-12-31', version: 3 });
    expect(await read(over)).toMatchObject({ status: 'ended', leftOfficeOn: '2023-11-29' });
    expect(await read(left)).toMatchObject({ leftOfficeOn: '2021-12-31', version: 3 });
    expect((await log(running)).map(({ type }) => type)).toEqual([
      'offices.nominated',
      'offices.taken',
      'offices.ended',
    ]);
    expect(await read(candidate)).toMatchObject({ status: 'candidate' });
    expect(await act('win', candidate, '2026-01-15')).toMatchObject(problem('membershipNotActive'));
  });

  it('keeps a membership from ending before the day on which the office was taken', async () => {
    const { id: membershipId } = await membership();
    const { id } = (await nominate(membershipId, { elected: false })).body;
    await act('take', id, '2024-01-01');
    await onMembership('giveNotice', membershipId, { on: '2022-12-31', until: '2023-06-30' });
    expect(await onMembership('end', membershipId, { on: '2023-06-30' })).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'on', type: 'urn:problem-type:belgif:input-validation:invalidPeriod' }] },
    });
    expect(await read(id)).toMatchObject({ status: 'inOffice' });
  });

  it('leaves no office taken when the membership ends during ten concurrent acts', async () => {
    const { id: membershipId } = await membership();
    const standing = { elected: false, term: { startsOn: '2020-11-30', endsOn: '2025-12-31' } };
    const candidates = await Promise.all(Array.from({ length: 10 }, () => nominate(membershipId, standing)));
    await onMembership('giveNotice', membershipId, { on: '2025-06-30', until: '2025-12-31' });
    const [ended] = await Promise.all([
      onMembership('end', membershipId, { on: '2025-12-30' }),
      ...candidates.map(({ body }) => act('take', body.id, '2020-11-30')),
    ]);
    expect(ended).toMatchObject({ status: 200 });
    const states = await stage.app.database.query<{ status: string }>(
      'SELECT DISTINCT status FROM office WHERE membership_id = $1',
      [membershipId],
    );
    expect(states.map(({ status }) => status)).not.toContain('inOffice');
  });

  it('is corrected while it is not over, under the membership that it has', async () => {
    const id = await inOffice((await membership()).id);
    const wanted = { role: 'treasurer', organ: null, term: { endsOn: '2023-11-29' } };
    const changed = await change(id, 2, wanted);
    expect(changed).toMatchObject({
      status: 200,
      body: { version: 3, role: 'treasurer', term: { startsOn: '2020-11-30', endsOn: '2023-11-29' } },
    });
    expect(changed.body).not.toHaveProperty('organ');
    expect(await change(id, 3, { term: { startsOn: '2017-12-31' } })).toMatchObject(problem('membershipNotActive'));
    expect(await change(id, 3, { tookOfficeOn: '2020-12-01' })).toMatchObject({ status: 400 });
    await act('end', id, '2023-11-29');
    expect(await change(id, 4, { role: 'board' })).toMatchObject(problem('recordClosed'));
    expect((await log(id)).map(({ type }) => type)).toEqual([
      'offices.nominated',
      'offices.taken',
      'offices.changed',
      'offices.ended',
    ]);
  });

  it('is taken back when it was registered in error, and does not end with its membership', async () => {
    const { id: membershipId } = await membership();
    const id = await inOffice(membershipId);
    expect(await takeBack(stage, { subject: 'rpc.networks.offices', parameter: 'officeId', id })).toEqual(takenBack);
    await onMembership('giveNotice', membershipId, { on: '2025-06-30', until: '2025-12-31' });
    expect(await onMembership('end', membershipId, { on: '2025-12-31' })).toMatchObject({ status: 200 });
    expect(await read(id)).toMatchObject({ status: 'inOffice', version: 3 });
    expect((await log(id)).map(({ type }) => type)).toEqual([
      'offices.nominated',
      'offices.taken',
      'offices.retracted',
    ]);
  });

  it('is announced thirty days before the last day of its term, once, and again for another last day', async () => {
    const term = { startsOn: '2020-11-30', endsOn: '2098-05-31' };
    const { id: membershipId } = await membership();
    const id = await inOffice(membershipId, { term, role: 'member', themes: ['mobility'] });
    const clock = stage.app.app.get(DeadlineWorker);
    const near = async () =>
      (
        await stage.app.database.query<{ time: string; data: string }>(
          `SELECT envelope->>'time' AS time, data FROM event_log
            WHERE product = 'internal' AND aggregate_id = $1 AND type = 'offices.endNear' ORDER BY position`,
          [id],
        )
      ).map(({ time, data }) => [time, JSON.parse(data).endNearOn, JSON.parse(data).themes]);
    await clock.check(new Date('2098-04-30T21:59:00Z'));
    expect(await near()).toEqual([]);
    for (const now of ['2098-04-30T22:01:00Z', '2098-05-20T12:00:00Z']) await clock.check(new Date(now));
    const first = ['2098-04-30T22:00:00.000Z', '2098-05-01', ['mobility']];
    expect(await near()).toEqual([first]);
    const { version } = await read(id);
    const later = (await change(id, version, { term: { endsOn: '2098-06-30' } })).body;
    expect(later).not.toHaveProperty('endNearOn');
    await clock.check(new Date('2098-06-15T12:00:00Z'));
    expect(await near()).toEqual([first, ['2098-05-30T22:00:00.000Z', '2098-05-31', ['mobility']]]);
    expect(
      (await stage.client.call(offices('list'), { query: { membershipId: [membershipId], theme: ['mobility'] } })).body
        .items,
    ).toMatchObject([{ id }]);
  });

  it('is not announced when its term is over already', async () => {
    const term = { startsOn: '2020-11-30', endsOn: '2023-11-29' };
    const id = await inOffice((await membership()).id, { term });
    await stage.app.app.get(DeadlineWorker).check(new Date());
    expect((await log(id)).map(({ type }) => type)).toEqual(['offices.nominated', 'offices.taken']);
  });

  it('finds offices by role, holder and a day in office', async () => {
    const { id: membershipId } = await membership();
    const id = await inOffice(membershipId, { role: 'treasurer' });
    await act('end', id, '2022-06-30');
    await inOffice(membershipId, { role: 'board', organ: 'Board of directors' });
    const roles = async (query: Record<string, readonly string[]>) =>
      (await stage.client.call(offices('list'), { query: { membershipId: [membershipId], ...query } })).body.items.map(
        ({ role }: { role: string }) => role,
      );
    expect(await roles({ inOfficeOn: ['2022-06-30'] })).toEqual(['treasurer', 'board']);
    expect(await roles({ inOfficeOn: ['2022-07-01'] })).toEqual(['board']);
    expect(await roles({ inOfficeOn: ['2020-11-29'] })).toEqual([]);
    expect(await roles({ role: ['treasurer'], holderKind: ['region'], status: ['ended'] })).toEqual(['treasurer']);
    expect(await roles({ sort: ['-tookOfficeOn'], tookOfficeOnTo: ['2020-11-30'] })).toHaveLength(2);
  });

  it('copies the classification of its membership, also later', async () => {
    const { id: membershipId } = await membership();
    const { body: office } = await nominate(membershipId);
    expect(office).toMatchObject({ classification: 'public' });
    expect((await nominate(membershipId, { classification: 'public' })).status).toBe(400);
    const body = { classification: 'restricted' };
    const corrected = { path: { membershipId }, body, ifMatch: '"1"' };
    expect((await stage.client.call('rpc.networks.memberships.change', corrected)).status).toBe(200);
    expect((await log(office.id)).map(({ type }) => type)).toEqual(['offices.nominated', 'offices.changed']);
    const [, changed] = await log(office.id);
    expect(JSON.parse(changed?.data ?? '')).toMatchObject({ ...body, version: 2 });
    expect((await nominate(membershipId)).body).toMatchObject(body);
  });

  it('does not end with a membership under notice that is corrected', async () => {
    const { id: membershipId } = await membership();
    const id = await inOffice(membershipId);
    await onMembership('giveNotice', membershipId, { on: '2025-06-30', until: '2025-12-31' });
    const corrected = { path: { membershipId }, body: { classification: 'internal' }, ifMatch: '"2"' };
    expect((await stage.client.call('rpc.networks.memberships.change', corrected)).status).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'inOffice', classification: 'internal' });
  });

  it('refuses a public membership while a reason of its office is in one language only', async () => {
    const { id: membershipId } = await membership({ ...member, classification: 'internal' });
    const { id: officeId } = (await nominate(membershipId)).body;
    const lost = { transition: 'lose', on: '2020-11-30', reason: { en: 'Another candidate was elected' } };
    expect((await stage.client.call(offices('lose'), { path: { officeId }, body: lost })).status).toBe(200);
    const corrected = { path: { membershipId }, body: { classification: 'public' }, ifMatch: '"1"' };
    expect(await stage.client.call('rpc.networks.memberships.change', corrected)).toMatchObject(
      problem('languageIncomplete'),
    );
  });

  it('is as visible as its membership', async () => {
    const shown = (await nominate((await membership()).id)).body.id;
    const hidden = (await nominate((await membership({ ...member, classification: 'internal' })).id)).body.id;
    const status = async (officeId: string) =>
      (await stage.client.call(offices('read'), { path: { officeId }, caller: partnerFlanders })).status;
    expect([await status(shown), await status(hidden)]).toEqual([200, 404]);
    const { body } = await stage.client.call(offices('list'), {
      query: { pageSize: ['200'] },
      caller: partnerFlanders,
    });
    const ids = body.items.map(({ id }: { id: string }) => id);
    expect([ids.includes(shown), ids.includes(hidden)]).toEqual([true, false]);
  });
});
