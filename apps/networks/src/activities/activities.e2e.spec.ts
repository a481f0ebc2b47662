import { systemActor } from '@passerelle/platform/data/request-transaction';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, partnerFlanders } from '@passerelle/testing/start-app';
import { activityExample, briefingExample, networkExample } from '../examples.js';
import { networks as service } from '../networks.js';
import { onlyPublic } from '../reader.builder.js';
import { activitiesForChain, activitiesOfNetworks, lockActivity } from './activities.api.js';

const stage = onStage(service);

describe('activities', () => {
  const activities = (act: string) => `rpc.networks.activities.${act}`;
  const record = (changes: object = {}) =>
    stage.client.call(activities('record'), { body: { ...activityExample, ...changes } });
  const change = (activityId: string, body: object, ifMatch = '"1"') =>
    stage.client.call(activities('change'), { path: { activityId }, body, ifMatch });
  const withdraw = (activityId: string) =>
    stage.client.call(activities('withdraw'), {
      path: { activityId },
      body: { transition: 'withdraw', reason: { fr: 'Annulée.', nl: 'Afgelast.' } },
    });
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const issue = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });
  const nowhere = '01930000-0000-7000-8000-000000000000';

  it('records an activity, answers with its address and leaves one whole fact', async () => {
    const answer = await record({ endsOn: undefined });
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'recorded', part: 'hosted', startsOn: '2023-06-12', endsOn: '2023-06-12' },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/activities/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['activities.recorded']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
    expect(state.audience).toEqual(activityExample.audience);
  });

  it('belongs to a registered network, or to none', async () => {
    const network = await stage.client.call('rpc.networks.networks.register', { body: networkExample });
    const { body } = await record({ networkId: network.body.id });
    expect(body.networkId).toBe(network.body.id);
    expect(await record({ networkId: nowhere })).toMatchObject(issue('networkId', 'referencedResourceNotFound'));
    expect(await change(body.id, { networkId: nowhere })).toMatchObject(
      issue('networkId', 'referencedResourceNotFound'),
    );
    const changed = await change(body.id, { networkId: null });
    expect(changed).toMatchObject({ status: 200 });
    expect(changed.body).not.toHaveProperty('networkId');
  });

  it('refuses a body or a project that no fact has announced', async () => {
    expect(await record({ bodyId: nowhere })).toMatchObject(issue('bodyId', 'referencedResourceNotFound'));
    expect(await record({ projectId: nowhere })).toMatchObject(issue('projectId', 'referencedResourceNotFound'));
    const { id } = (await record()).body;
    expect(await change(id, { bodyId: nowhere })).toMatchObject(issue('bodyId', 'referencedResourceNotFound'));
    expect(await change(id, { projectId: nowhere })).toMatchObject(issue('projectId', 'referencedResourceNotFound'));
    expect((await log(id)).map(({ type }) => type)).toEqual(['activities.recorded']);
  });

  it('keeps a reference to a body that was taken back, when something else is corrected', async () => {
    const known = (sql: string) => stage.app.database.query(sql, [`bodies/${nowhere}`]);
    await known('INSERT INTO known_record (subject) VALUES ($1)');
    const { id } = (await record({ bodyId: nowhere })).body;
    await known('DELETE FROM known_record WHERE subject = $1');
    expect(await change(id, { level: 'europe' })).toMatchObject({ status: 200, body: { bodyId: nowhere } });
  });

  it('hosts in Brussels or online, also after a change (N8)', async () => {
    const place = { name: 'Bordeaux', country: 'FR' };
    expect(await record({ place })).toMatchObject(issue('place', 'hostedElsewhere'));
    const { body } = await record({ place, part: 'spoke' });
    expect(await change(body.id, { part: 'hosted' })).toMatchObject(issue('place', 'hostedElsewhere'));
    expect(await change(body.id, { part: 'hosted', online: true })).toMatchObject({ status: 200 });
  });

  it('says who took the initiative, who hosted it too, and who came to a briefing', async () => {
    const { body } = await stage.client.call(activities('record'), { body: briefingExample });
    const { initiator, coHosts, attendance, themes, regionalPartners } = briefingExample;
    expect(body).toMatchObject({ initiator, coHosts, attendance, themes, regionalPartners });
    expect(await change(body.id, { attendance: { attended: 61 } })).toMatchObject(
      issue('attendance.attended', 'schemaViolation'),
    );
    expect(await change(body.id, { kind: 'webinar' })).toMatchObject(issue('attendance', 'schemaViolation'));
    expect(await record({ attendance })).toMatchObject(issue('attendance', 'schemaViolation'));
    const other = await change(body.id, { kind: 'webinar', attendance: null, initiator: null });
    expect(other.body).not.toHaveProperty('attendance');
    expect((await record({ themes: undefined })).body).toMatchObject({ coHosts: [], themes: [] });
  });

  it('has regional partners of the list, each once', async () => {
    expect(await record({ regionalPartners: ['hub.brussels'] })).toMatchObject(
      issue('regionalPartners.0', 'codeNotInList'),
    );
    expect(await record({ regionalPartners: ['hub', 'hub'] })).toMatchObject(
      issue('regionalPartners', 'schemaViolation'),
    );
  });

  it('reports every fault of the input at once', async () => {
    const answer = await record({
      kind: 'party',
      part: 'slept',
      countries: ['XX'],
      departments: [],
      audience: [{ count: 1, unit: 'sheep', source: 'A count' }],
    });
    expect(answer.body.issues.map(({ name }: { name: string }) => name).sort()).toEqual([
      'audience.0.unit',
      'countries.0',
      'departments',
      'kind',
      'part',
    ]);
  });

  it('corrects an activity at its version, and withdraws it instead of deleting it', async () => {
    const { id } = (await record()).body;
    expect(await change(id, { level: 'europe' }, '"7"')).toMatchObject({ status: 412, body: { currentVersion: 1 } });
    expect(await change(id, { level: 'europe' })).toMatchObject({ status: 200, body: { version: 2, level: 'europe' } });
    expect(await withdraw(id)).toMatchObject({ status: 200, body: { status: 'withdrawn', startsOn: '2023-06-12' } });
    expect(await withdraw(id)).toMatchObject({ status: 409 });
    expect(await change(id, { level: 'world' }, '"3"')).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:recordClosed' },
    });
    expect((await log(id)).map((row) => [row.type, row.aggregate_version])).toEqual([
      ['activities.recorded', '1'],
      ['activities.changed', '2'],
      ['activities.withdrawn', '3'],
    ]);
  });

  it('is taken back when it was registered in error, withdrawn or not', async () => {
    for (const isWithdrawn of [false, true]) {
      const { id } = (await record()).body;
      if (isWithdrawn) await withdraw(id);
      const taken = { subject: 'rpc.networks.activities', parameter: 'activityId', id };
      expect(await takeBack(stage, taken)).toEqual(takenBack);
      expect((await log(id)).at(-1)?.type).toBe('activities.retracted');
    }
  });

  it('is public in both official languages or not at all', async () => {
    const title = { en: 'Only in English' };
    const incomplete = { status: 409, body: { type: 'urn:problem-type:passerelle:languageIncomplete' } };
    expect(await record({ title })).toMatchObject(incomplete);
    const { id } = (await record({ title, classification: 'internal' })).body;
    expect(await change(id, { classification: 'public' })).toMatchObject(incomplete);
  });

  it('finds activities by kind, role, country, days and state, the newest first', async () => {
    const network = (await stage.client.call('rpc.networks.networks.register', { body: networkExample })).body.id;
    const days: [string, object][] = [
      ['2021-01-10', { kind: 'webinar', part: 'attended', place: undefined, online: true, initiator: 'external' }],
      ['2021-02-10', { kind: 'studyVisit', part: 'spoke', countries: ['FR', 'NL'], themes: ['housing'] }],
      ['2021-03-10', { regionalPartners: ['urban', 'hub'] }],
    ];
    for (const [startsOn, changes] of days)
      await record({ networkId: network, startsOn, endsOn: undefined, ...changes });
    const found = async (query: Record<string, readonly string[]>) =>
      (await stage.client.call(activities('list'), { query: { networkId: [network], ...query } })).body.items.map(
        ({ startsOn }: { startsOn: string }) => startsOn,
      );
    expect(await found({})).toEqual(['2021-03-10', '2021-02-10', '2021-01-10']);
    expect(await found({ kind: ['webinar'], part: ['attended'] })).toEqual(['2021-01-10']);
    expect(await found({ country: ['NL', 'DE'] })).toEqual(['2021-02-10']);
    expect(await found({ initiator: ['external'] })).toEqual(['2021-01-10']);
    expect(await found({ theme: ['housing'] })).toEqual(['2021-02-10']);
    expect(await found({ regionalPartner: ['urban'] })).toEqual(['2021-03-10']);
    expect(await found({ startsOnFrom: ['2021-02-01'], endsOnTo: ['2021-02-28'] })).toEqual(['2021-02-10']);
    expect(await found({ status: ['withdrawn'] })).toEqual([]);
  });

  it('shows others only what is public', async () => {
    const ids = await Promise.all(
      ['public', 'internal', 'restricted'].map(async (classification) => (await record({ classification })).body.id),
    );
    const status = async (activityId: string) =>
      (await stage.client.call(activities('read'), { path: { activityId }, caller: partnerFlanders })).status;
    expect(await Promise.all(ids.map(status))).toEqual([200, 404, 404]);
    const { body } = await stage.client.call(activities('list'), {
      query: { pageSize: ['200'] },
      caller: partnerFlanders,
    });
    expect(body.items.some(({ classification }: { classification: string }) => classification !== 'public')).toBe(
      false,
    );
    const open = await stage.client.call(activities('list'), { query: { pageSize: ['200'] }, caller: anonymous });
    expect(open.body.items.filter((item: { classification: string }) => item.classification !== 'public')).toEqual([]);
    expect(await stage.client.call(activities('record'), { body: {}, caller: anonymous })).toMatchObject({
      status: 401,
      body: { type: 'urn:problem-type:belgif:noAccessToken' },
    });
  });

  describe('offers to other records', () => {
    const everything = systemActor('a test');
    const named = (id: string, by = everything) =>
      stage.app.database.read(by, async (tx) => (await activitiesForChain(tx, [id])).get(id));
    const locked = (id: string) => stage.app.database.transaction(everything, (tx) => lockActivity(tx, id));

    it('a lock, until it is taken back', async () => {
      const { id } = (await record()).body;
      expect(await locked(id)).toBe(true);
      await stage.client.call(activities('retract'), { path: { activityId: id }, body: { transition: 'retract' } });
      expect([await locked(id), await named(id)]).toEqual([false, undefined]);
    });

    it('what these show of it, to those who may see it', async () => {
      const [internal, publicly] = [(await record({ classification: 'internal' })).body, (await record()).body];
      const { id, ref, title, kind, part, startsOn, endsOn, place } = internal;
      expect(await named(id)).toEqual({ id, ref, title, kind, part, startsOn, endsOn, place, networkId: null });
      expect(await named(id, onlyPublic)).toBeUndefined();
      expect(await named(publicly.id, onlyPublic)).toMatchObject({ ref: publicly.ref });
    });

    it('the activities of networks that began within some days, with our part in them', async () => {
      const networkId = (await stage.client.call('rpc.networks.networks.register', { body: networkExample })).body.id;
      const given: object[] = [{}, { part: 'spoke' }, { part: 'spoke', startsOn: '2022-12-31' }];
      for (const changes of [...given, { classification: 'internal' }]) await record({ networkId, ...changes });
      await withdraw((await record({ networkId })).body.id);
      const found = async (by = everything) => {
        const days = { first: '2023-01-01', last: '2023-12-31' };
        const rows = await stage.app.database.read(by, (tx) => activitiesOfNetworks(tx, [networkId], days));
        return rows.map(({ part }) => part).sort();
      };
      expect(await found()).toEqual(['hosted', 'hosted', 'spoke']);
      expect(await found(onlyPublic)).toEqual(['hosted', 'spoke']);
    });
  });
});
