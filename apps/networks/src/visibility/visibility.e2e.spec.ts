import type { Condition } from '@passerelle/platform/access/rights';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, auditor, partnerFlanders, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { activityExample } from '../examples.js';
import { networks } from '../networks.js';
import { visitExample } from '../visits/visit.example.js';
import { visibilityAt } from './visibility.api.js';
import { citationExample, visibilityExample } from './visibility.example.js';

const stage = onStage(networks);

describe('visibility', () => {
  const call = (act: string, options: CallOptions = {}) => stage.client.call(`rpc.networks.visibility.${act}`, options);
  let pages = 0;
  /** Each on a page of its own: what is recorded twice is refused. */
  const record = (changes: object = {}, example: object = visibilityExample) =>
    call('record', { body: { ...example, url: `https://example.org/pages/${++pages}`, ...changes } });
  const change = (visibilityItemId: string, body: object, ifMatch = '"1"') =>
    call('change', { path: { visibilityItemId }, body, ifMatch });
  const retract = (visibilityItemId: string) =>
    call('retract', { path: { visibilityItemId }, body: { transition: 'retract' } });
  const log = (id: string) =>
    stage.app.database.query<{ product: string; type: string; data: string }>(
      'SELECT product, type, data FROM event_log WHERE aggregate_id = $1 ORDER BY position',
      [id],
    );
  const issue = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });
  const recordedAs = ({ body }: Answer) => ({
    status: 409,
    body: { type: 'urn:problem-type:passerelle:visibilityRecorded', ref: body.ref },
  });
  const nowhere = '01930000-0000-7000-8000-000000000000';

  it('records an item, answers with its address and leaves one whole fact', async () => {
    const answer = await record({ classification: 'internal' });
    expect(answer).toMatchObject({ status: 201, body: { version: 1, kind: 'talk', objective: 'O3' } });
    expect(answer.body.reach).toEqual(visibilityExample.reach);
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/visibility/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ product, type }) => [product, type])).toEqual([['internal', 'visibility.recorded']]);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('corrects an item at its version', async () => {
    const { id } = (await record()).body;
    expect(await change(id, { level: 'europe' }, '"7"')).toMatchObject({ status: 412 });
    const changed = await change(id, { languages: ['pl'], outlet: null });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, languages: ['pl'] } });
    expect(changed.body).not.toHaveProperty('outlet');
    expect(await change(id, { shownOn: '2199-01-01' }, '"2"')).toMatchObject(issue('shownOn', 'factInFuture'));
    expect(await change(id, { work: null }, '"2"')).toMatchObject(issue('work', 'schemaViolation'));
    expect(await change(id, { kind: 'citation' }, '"2"')).toMatchObject(issue('citingCountry', 'schemaViolation'));
    const types = (await log(id)).filter(({ product }) => product === 'internal').map(({ type }) => type);
    expect(types).toEqual(['visibility.recorded', 'visibility.changed']);
  });

  it('refuses a figure without a source, and says why (N5)', async () => {
    const reach = [{ count: 90, unit: 'persons' }];
    const answer = await record({ reach });
    expect(answer).toMatchObject(issue('reach.0.source', 'unsourcedFigure'));
    expect(answer.body.issues).toHaveLength(1);
    expect(answer.body.issues[0].detail).toContain('without its source');
    const { id } = (await record()).body;
    expect(await change(id, { reach })).toMatchObject(issue('reach.0.source', 'unsourcedFigure'));
    const audience = [{ count: 90, unit: 'persons' }];
    expect(
      await stage.client.call('rpc.networks.activities.record', { body: { ...activityExample, audience } }),
    ).toMatchObject(issue('audience.0.source', 'unsourcedFigure'));
  });

  it.each([
    ['fr', 'sans sa source', 'déjà enregistré'],
    ['nl', 'zonder bron', 'al geregistreerd'],
    ['en', 'without its source', 'already recorded'],
    ['de', 'ohne Quelle', 'schon erfasst'],
  ])('says what must be otherwise in %s', async (language, unsourced, recorded) => {
    const body = { ...visibilityExample, url: `https://example.org/in/${language}` };
    const ask = (changes: object = {}) => call('record', { body: { ...body, ...changes }, language });
    const refused = await ask({ reach: [{ count: 1, unit: 'copies' }] });
    expect(refused.body.issues[0].detail).toContain(unsourced);
    await ask();
    expect((await ask()).body.detail).toContain(recorded);
  });

  it('refuses an activity, a visit, a project or a plan that is not known', async () => {
    const { id } = (await record()).body;
    for (const [field, value, name] of [
      ['activityId', nowhere, 'activityId'],
      ['visitId', nowhere, 'visitId'],
      ['projectIds', [nowhere], 'projectIds.0'],
      ['planIds', [nowhere], 'planIds.0'],
    ] as const) {
      expect(await record({ [field]: value })).toMatchObject(issue(name, 'referencedResourceNotFound'));
      expect(await change(id, { [field]: value })).toMatchObject(issue(name, 'referencedResourceNotFound'));
    }
  });

  it('keeps a project that was taken back since, when something else is corrected', async () => {
    const known = (sql: string) => stage.app.database.query(sql, [`projects/${nowhere}`]);
    await known('INSERT INTO known_record (subject) VALUES ($1)');
    const { id } = (await record({ projectIds: [nowhere] })).body;
    await known('DELETE FROM known_record WHERE subject = $1');
    expect(await change(id, { projectIds: [nowhere], level: 'europe' })).toMatchObject({
      status: 200,
      body: { projectIds: [nowhere] },
    });
  });

  it.each([
    ['activities', 'record', 'activityId', activityExample],
    ['visits', 'plan', 'visitId', visitExample],
  ])('keeps its activity and its visit from being taken back: %s', async (resource, act, field, body) => {
    const id: string = (await stage.client.call(`rpc.networks.${resource}.${act}`, { body })).body.id;
    const item = (await record({ [field]: id })).body;
    expect(item[field]).toBe(id);
    const retraction = { path: { [field]: id }, body: { transition: 'retract' } };
    const takePlaceBack = () => stage.client.call(`rpc.networks.${resource}.retract`, retraction);
    expect(await takePlaceBack()).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:stillReferenced', references: [item.ref] },
    });
    await retract(item.id);
    expect(await takePlaceBack()).toMatchObject({ status: 200 });
    expect(await record({ [field]: id })).toMatchObject(issue(field, 'referencedResourceNotFound'));
  });

  it('is offered to what else shows an activity or a visit: what the reader may see, the oldest first', async () => {
    const activityId: string = (await stage.client.call('rpc.networks.activities.record', { body: activityExample }))
      .body.id;
    const visitId: string = (await stage.client.call('rpc.networks.visits.plan', { body: visitExample })).body.id;
    const shown: string[] = [];
    for (const [shownOn, changes] of [
      ['2019-01-01', { activityId }],
      ['2019-01-02', { visitId, classification: 'internal' }],
      ['2019-01-03', { activityId, visitId }],
    ] as const)
      shown.push((await record({ shownOn, ...changes })).body.id);
    await retract((await record({ activityId })).body.id);
    const offered = async (sees: Condition | undefined) => {
      const actor = { ...systemActor('test').actor, reach: () => ({ sees, may: sees }) };
      const places = { activityIds: [activityId], visitIds: [visitId] };
      return (await stage.app.database.read({ actor }, (tx) => visibilityAt(tx, places))).map(({ id }) => id);
    };
    expect(await offered(undefined)).toEqual(shown);
    expect(await offered(() => `record.classification = 'public'`)).toEqual([shown[0], shown[2]]);
  });

  it('is recorded once, however its address is spelled (N9)', async () => {
    const first = await record({ url: 'https://www.example.org/once/?id=1#top' });
    const again = { kind: 'media', url: 'http://EXAMPLE.org/once?utm_source=letter&id=1&fbclid=2' };
    expect(await record(again)).toMatchObject(recordedAs(first));
    expect(await record({ ...again, shownOn: '2023-06-13' })).toMatchObject({ status: 201 });
    expect(await record({ ...again, url: 'http://example.org/once?id=2' })).toMatchObject({ status: 201 });
    await retract(first.body.id);
    expect(await record(again)).toMatchObject({ status: 201 });
  });

  it('is recorded once without an address, by kind, day, outlet and title (N9)', async () => {
    const talk = { url: undefined, outlet: 'A summit by name', shownOn: '2022-02-02' };
    const first = await record(talk);
    expect(first.status).toBe(201);
    const { fr, ...others } = visibilityExample.title;
    const sameTitle = { title: { ...others, fr: 'Un autre titre' }, outlet: 'A SUMMIT by  name' };
    expect(await record({ ...talk, ...sameTitle })).toMatchObject(recordedAs(first));
    expect(await record({ ...talk, title: { fr: 'Un autre titre', nl: 'Een andere titel' } })).toMatchObject({
      status: 201,
    });
    expect(await record({ ...talk, outlet: 'Another summit' })).toMatchObject({ status: 201 });
  });

  it('does not become another one by a correction (N9)', async () => {
    const first = await record({ url: 'https://example.org/first' });
    const second = await record({ url: 'https://example.org/second', shownOn: '2021-01-01' });
    const { id } = second.body;
    expect(await change(id, { shownOn: visibilityExample.shownOn })).toMatchObject({ status: 200 });
    expect(await change(id, { url: 'http://www.example.org/first/' }, '"2"')).toMatchObject(recordedAs(first));
    expect(await change(id, { url: 'https://example.org/second/' }, '"2"')).toMatchObject({ status: 200 });
  });

  it('is recorded once, however many record it at once (N9)', async () => {
    const url = 'https://example.org/at-once';
    const answers = await Promise.all(Array.from({ length: 20 }, () => record({ url })));
    const recorded = answers.filter(({ status }) => status === 201);
    expect(recorded).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const answer of refused) expect(answer).toMatchObject(recordedAs(recorded[0] ?? answer));
    const found = await stage.app.database.query('SELECT 1 FROM visibility_item WHERE url = $1', [url]);
    expect(found).toHaveLength(1);
  });

  it('is made the same by one of many corrections at once (N9)', async () => {
    const url = 'https://example.org/one-of-many';
    const ids = await Promise.all(Array.from({ length: 10 }, async () => String((await record()).body.id)));
    const answers = await Promise.all(ids.map((id) => change(id, { url })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...ids.slice(1).map(() => 409)]);
  });

  it('is taken back when it was recorded in error', async () => {
    const { id } = (await record()).body;
    const taken = { subject: 'rpc.networks.visibility', parameter: 'visibilityItemId', id };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    const types = (await log(id)).filter(({ product }) => product === 'internal').map(({ type }) => type);
    expect(types).toEqual(['visibility.recorded', 'visibility.retracted']);
  });

  it('is public in both official languages or not at all', async () => {
    const incomplete = { status: 409, body: { type: 'urn:problem-type:passerelle:languageIncomplete' } };
    expect(await record({ title: { en: 'Only in English' } })).toMatchObject(incomplete);
    const { id } = (await record({ work: { fr: 'En français' }, classification: 'internal' })).body;
    expect(await change(id, { classification: 'public' })).toMatchObject(incomplete);
  });

  it('is found by what it shows, kind, language, country, day, theme, department and level', async () => {
    const outlet = 'An outlet to be found';
    const activity = (await stage.client.call('rpc.networks.activities.record', { body: activityExample })).body;
    const planId = '01930000-0000-7000-8000-00000000000a';
    await stage.app.database.query('INSERT INTO known_record (subject) VALUES ($1), ($2)', [
      `plans/${planId}`,
      `projects/${planId}`,
    ]);
    const days: [string, object, object?][] = [
      ['2020-01-10', { languages: ['pl'], themes: ['housing'], planIds: [planId] }, citationExample],
      ['2020-02-10', { languages: ['fr', 'de'], departments: ['bisa'], projectIds: [planId] }],
      ['2020-03-10', { level: 'belgium', activityId: activity.id }],
    ];
    for (const [shownOn, changes, example] of days) await record({ outlet, shownOn, ...changes }, example);
    const found = async (query: Record<string, readonly string[]>) =>
      (await call('list', { query: { q: [outlet], ...query } })).body.items.map(
        ({ shownOn }: { shownOn: string }) => shownOn,
      );
    const [citation, article, talk] = days.map(([day]) => day);
    expect(await found({})).toEqual([talk, article, citation]);
    expect(await found({ kind: ['citation'] })).toEqual([citation]);
    expect(await found({ planId: [planId] })).toEqual([citation]);
    expect(await found({ projectId: [planId] })).toEqual([article]);
    expect(await found({ activityId: [activity.id] })).toEqual([talk]);
    expect(await found({ language: ['pl', 'de'] })).toEqual([article, citation]);
    expect(await found({ citingCountry: ['FR'] })).toEqual([citation]);
    expect(await found({ shownOnFrom: ['2020-02-01'], shownOnTo: ['2020-02-28'] })).toEqual([article]);
    expect(await found({ theme: ['housing'] })).toEqual([citation]);
    expect(await found({ department: ['bisa'], sort: ['shownOn'] })).toEqual([citation, article]);
    expect(await found({ level: ['belgium'] })).toEqual([talk]);
  });

  it('is shown to others only where it is public, and recorded by the home region alone', async () => {
    const ids = await Promise.all(
      ['public', 'internal', 'restricted'].map(async (classification) => (await record({ classification })).body.id),
    );
    for (const caller of [partnerFlanders, anonymous]) {
      const status = async (visibilityItemId: string) =>
        (await call('read', { path: { visibilityItemId }, caller })).status;
      expect(await Promise.all(ids.map(status))).toEqual([200, 404, 404]);
      const { items } = (await call('list', { query: { pageSize: ['200'] }, caller })).body;
      expect(items.filter((item: { classification: string }) => item.classification !== 'public')).toEqual([]);
      expect(items.some(({ id }: { id: string }) => id === ids[0])).toBe(true);
    }
    const body = { ...visibilityExample, url: 'https://example.org/by-others' };
    expect((await call('record', { body, caller: anonymous })).status).toBe(401);
    for (const caller of [partnerFlanders, auditor]) expect((await call('record', { body, caller })).status).toBe(403);
    const write = { ...partnerFlanders, scopes: [...partnerFlanders.scopes, 'networks:write'] };
    expect(await call('record', { body, caller: write })).toMatchObject({
      status: 403,
      body: { type: 'urn:problem-type:belgif:missingPermission' },
    });
  });

  it('lets everybody follow what is public, and the public fact is what they read', async () => {
    const { id } = (await record()).body;
    const followed = async () => (await log(id)).find(({ product }) => product === 'public');
    // A product of a service that has just started may still be filled: then the fact enters it with the others.
    await until('the public fact is there', async () => (await followed()) !== undefined);
    const open = await followed();
    const read = await call('read', { path: { visibilityItemId: id }, caller: anonymous });
    const { href, version, changedAt, ...seen } = read.body;
    expect(JSON.parse(open?.data ?? '')).toEqual(seen);
  });
});
