import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous } from '@passerelle/testing/start-app';
import { programmeExample, projectExample } from '../examples.js';
import { projects } from '../projects.js';

const stage = onStage(projects);

describe('programmes', () => {
  const programmes = (act: string) => `rpc.projects.programmes.${act}`;
  const register = (changes: object = {}) =>
    stage.client.call(programmes('register'), { body: { ...programmeExample, ...changes } });

  it('registers a programme and leaves one whole fact', async () => {
    const answer = await register();
    expect(answer).toMatchObject({ status: 201, body: { version: 1, code: '2021TC16RFTN005', stages: 2 } });
    expect(answer.body.ref).toMatch(/^PJ-\d{4}-\d{4,}$/);
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/programmes/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1`,
      [answer.body.id],
    );
    expect(facts.map(({ type }) => type)).toEqual(['programmes.registered']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('is public, under the name that the programme has given itself', async () => {
    const { status, body } = await register({ code: 'own-name', name: { en: 'Driving Urban Transitions' } });
    expect([status, body.classification]).toEqual([201, 'public']);
    expect((await register({ code: 'hidden', classification: 'internal' })).status).toBe(400);
  });

  it('gives a code to one programme only, also when it is corrected', async () => {
    const taken = { status: 409, body: { type: 'urn:problem-type:passerelle:programmeCodeTaken' } };
    expect((await register({ code: 'A-1' })).status).toBe(201);
    expect(await register({ code: 'A-1' })).toMatchObject(taken);
    const { body } = await register({ code: 'A-2' });
    const change = { path: { programmeId: body.id }, ifMatch: '"1"', body: { code: 'A-1' } };
    expect(await stage.client.call(programmes('change'), change)).toMatchObject(taken);
  });

  it('corrects a programme at its version, and removes fields given as null', async () => {
    const { body } = await register({ code: 'urbact-iv' });
    const path = { programmeId: body.id };
    const changed = await stage.client.call(programmes('change'), {
      path,
      ifMatch: '"1"',
      body: { maxRates: null, period: { from: 2002 } },
    });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, period: { from: 2002 } } });
    expect(changed.body).not.toHaveProperty('maxRates');
    expect(await stage.client.call(programmes('change'), { path, ifMatch: '"1"', body: { stages: 1 } })).toMatchObject({
      status: 412,
      body: { currentVersion: 2 },
    });
  });

  it('reports every fault of the input at once', async () => {
    const answer = await register({ code: 'B 1', period: { from: 2027, to: 2021 }, fundingMode: 'gift', stages: 3 });
    expect(answer.status).toBe(400);
    const issues = answer.body.issues.map(({ name, type }: { name: string; type: string }) => [
      name,
      type.split(':').at(-1),
    ]);
    expect(issues.sort()).toEqual([
      ['code', 'schemaViolation'],
      ['fundingMode', 'codeNotInList'],
      ['period.to', 'invalidPeriod'],
      ['stages', 'schemaViolation'],
    ]);
  });

  it('lists by code, funding mode and level, page by page', async () => {
    for (const code of ['Z-1', 'Z-2', 'Z-3']) await register({ code, fundingMode: 'jointPool', level: 'world' });
    const query = { fundingMode: ['jointPool'], level: ['world'], pageSize: ['2'], total: ['true'], sort: ['-code'] };
    const first = await stage.client.call(programmes('list'), { query });
    expect(first.body).toMatchObject({ total: 3, items: [{ code: 'Z-3' }, { code: 'Z-2' }] });
    const after = [new URL(first.body.next).searchParams.get('after') ?? ''];
    const second = await stage.client.call(programmes('list'), { query: { ...query, after } });
    expect(second.body.items.map(({ code }: { code: string }) => code)).toEqual(['Z-1']);
    const found = await stage.client.call(programmes('list'), { query: { code: ['Z-2'] } });
    expect(found.body.items).toHaveLength(1);
  });

  it('refuses callers without the right', async () => {
    const open = await stage.client.call(programmes('list'), { query: { pageSize: ['200'] }, caller: anonymous });
    expect(open.status).toBe(200);
    expect(await stage.client.call(programmes('register'), { body: {}, caller: anonymous })).toMatchObject({
      status: 401,
      body: { type: 'urn:problem-type:belgif:noAccessToken' },
    });
  });

  it('gives a code to one of ten programmes that are corrected concurrently', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, (_, nth) => register({ code: `same-${nth}` })));
    const change = (programmeId: string) =>
      stage.client.call(programmes('change'), { path: { programmeId }, ifMatch: '"1"', body: { code: 'same' } });
    const answers = await Promise.all(made.map(({ body }) => change(body.id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('is taken back unless a project refers to it, and its code is free again', async () => {
    const { body } = await register({ code: 'in-error' });
    const terms = { ...projectExample, programmeId: body.id };
    const project = await stage.client.call('rpc.projects.projects.register', { body: terms });
    const taken = { subject: 'rpc.projects.programmes', parameter: 'programmeId', id: body.id };
    const back = { transition: 'retract' };
    expect(
      await stage.client.call(programmes('retract'), { path: { programmeId: body.id }, body: back }),
    ).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:stillReferenced', references: [project.body.ref] },
    });
    const retracted = { path: { projectId: project.body.id }, body: back };
    expect((await stage.client.call('rpc.projects.projects.retract', retracted)).status).toBe(200);
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    expect((await stage.client.call('rpc.projects.projects.register', { body: terms })).status).toBe(400);
    expect((await register({ code: 'in-error' })).status).toBe(201);
  });
});
