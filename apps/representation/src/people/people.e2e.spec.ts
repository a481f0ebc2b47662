import { onStage } from '@passerelle/testing/stage';
import {
  admin,
  anonymous,
  approver,
  auditor,
  editor,
  partnerFlanders,
  type CallOptions,
} from '@passerelle/testing/start-app';
import { representation } from '../representation.js';
import { personExample } from './person.example.js';
import { personLife } from './person.life.js';

const stage = onStage(representation);

describe('people', () => {
  const call = (operation: string, options: CallOptions = {}) =>
    stage.client.call(`rpc.representation.people.${operation}`, options);
  const register = (changes: object = {}, caller = editor) =>
    call('register', { body: { ...personExample, ...changes }, caller });
  const read = (personId: string, caller = editor) => call('read', { path: { personId }, caller });
  const change = (personId: string, body: object, version = 1, caller = editor) =>
    call('change', { path: { personId }, body, ifMatch: `"${version}"`, caller });
  const erase = (personId: string, caller = editor) =>
    call('erase', { path: { personId }, body: { transition: 'erase' }, caller });
  const transitions = async (personId: string, caller = editor) =>
    (await call('transitions', { path: { personId }, caller })).body.items.map(
      ({ transition }: { transition: string }) => transition,
    );
  const log = (id: string) =>
    stage.app.database.query<{ product: string; type: string; data: string }>(
      'SELECT product, type, data FROM event_log WHERE aggregate_id = $1 ORDER BY position',
      [id],
    );

  it('are registered under a random id, and leave one internal fact with that id alone', async () => {
    const answer = await register();
    expect(answer).toMatchObject({ status: 201, body: { ...personExample, status: 'registered', version: 1 } });
    const { id } = answer.body;
    expect(id).toMatch(/^[0-9a-f-]{14}4/);
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/people/${id}`);
    const data = JSON.stringify({ id, classification: 'restricted' });
    expect(await log(id)).toEqual([{ product: 'internal', type: 'people.registered', data }]);
  });

  it('are corrected without a fact', async () => {
    const { id } = (await register()).body;
    expect(await change(id, { email: null, languages: ['de'] })).toMatchObject({
      status: 200,
      body: { languages: ['de'], version: 2 },
    });
    expect((await read(id)).body).not.toHaveProperty('email');
    expect((await change(id, { languages: [] })).status).toBe(412);
    expect(await log(id)).toHaveLength(1);
  });

  it('are kept until a day that is not over', async () => {
    const fault = { status: 400, body: { issues: [{ name: 'keptUntil' }] } };
    expect(await register({ keptUntil: '2020-01-01' })).toMatchObject(fault);
    const { id } = (await register()).body;
    expect(await change(id, { keptUntil: '2020-01-01' })).toMatchObject(fault);
  });

  it('are read by editors and approvers of the home region, who hold the scope for people', async () => {
    const { id } = (await register()).body;
    const unknown = '7d4f2c1e-5b7a-4c3d-9e8f-0a1b2c3d4e5f';
    expect((await read(id, approver)).status).toBe(200);
    expect((await read(unknown, approver)).status).toBe(404);
    const people = ['people:read', 'people:write'];
    const holding = (caller: typeof editor) => ({ ...caller, scopes: [...caller.scopes, ...people] });
    for (const caller of [holding(partnerFlanders), holding(auditor), holding(admin)])
      for (const one of [id, unknown])
        expect(await read(one, caller)).toMatchObject({
          status: 403,
          body: { type: 'urn:problem-type:belgif:missingPermission' },
        });
    const without = { ...editor, scopes: ['representation:read', 'representation:write'] };
    for (const caller of [without, partnerFlanders, auditor, admin])
      expect(await read(id, caller)).toMatchObject({ status: 403, body: { requiredScope: 'people:read' } });
    expect((await read(id, anonymous)).status).toBe(401);
    for (const operation of ['list', 'register'])
      expect((await call(operation, { caller: auditor, body: personExample })).status).toBe(403);
    const reader = { ...editor, scopes: ['people:read'] };
    expect([await transitions(id, reader), await transitions(id, approver)]).toEqual([[], ['erase']]);
    expect(await erase(id, reader)).toMatchObject({ status: 403, body: { requiredScope: 'people:write' } });
  });

  it('are found by name, by state and by what comes next', async () => {
    const late = (await register({ name: 'Zéphyr Ordre', keptUntil: '2190-06-30' })).body.id;
    const soon = (await register({ name: 'Zéphyr Ordre', keptUntil: '2190-01-31' })).body.id;
    const gone = (await register({ name: 'Zéphyr Ordre', keptUntil: '2190-01-30' })).body.id;
    const list = async (query: Record<string, readonly string[]>): Promise<string[]> =>
      (await call('list', { query })).body.items.map(({ id }: { id: string }) => id);
    const found = { q: ['zephyr'], sort: ['keptUntil'] };
    expect(await list(found)).toEqual([gone, soon, late]);
    await erase(gone);
    expect(await list(found)).toEqual([soon, late]);
    const next = { status: ['registered'], keptUntilFrom: ['2190-01-01'], keptUntilTo: ['2190-05-31'] };
    expect(await list({ ...next, sort: ['keptUntil'] })).toEqual([soon]);
    expect(await list({ status: ['erased'], keptUntilFrom: ['2190-01-01'] })).toEqual([gone]);
  });

  it('are erased in one call, once, and are then neither corrected nor referred to', async () => {
    const { id } = (await register()).body;
    expect(await transitions(id)).toEqual(Object.keys(personLife.acts));
    const { status, body } = await erase(id);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(new Date());
    expect([status, body]).toEqual([
      200,
      {
        ...{ href: `http://passerelle.test/v1/people/${id}`, id, ref: body.ref, version: 2, status: 'erased' },
        ...{ languages: [], functions: [], legalGround: 'publicTask', keptUntil: '2030-12-31' },
        ...{ erasedOn: today, changedAt: body.changedAt },
      },
    ]);
    expect((await log(id)).map(({ product, type }) => [product, type])).toEqual([
      ['internal', 'people.registered'],
      ['internal', 'people.erased'],
    ]);
    expect(await transitions(id)).toEqual([]);
    const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });
    expect(await erase(id)).toMatchObject(problem('illegalTransition'));
    expect(await change(id, { name: 'Ambre Exemple' }, 2)).toMatchObject(problem('recordClosed'));
  });
});
