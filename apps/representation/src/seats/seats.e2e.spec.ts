import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders } from '@passerelle/testing/start-app';
import { bodyExample, mandateExample, seatExample } from '../examples.js';
import { representation } from '../representation.js';

const stage = onStage(representation);

describe('seats', () => {
  let bodyId: string;

  beforeAll(async () => {
    bodyId = await body();
  });

  async function body(changes: object = {}): Promise<string> {
    return (await stage.client.call('rpc.representation.bodies.register', { body: { ...bodyExample, ...changes } }))
      .body.id;
  }

  const seats = (act: string) => `rpc.representation.seats.${act}`;
  const register = (changes: object = {}, id = bodyId) =>
    stage.client.call(seats('register'), { path: { bodyId: id }, body: { ...seatExample, ...changes } });
  const change = (id: string, changes: object, ifMatch = '"1"') =>
    stage.client.call(seats('change'), { path: { seatId: id }, body: changes, ifMatch });
  const propose = (seatId: string, changes: object = {}) =>
    stage.client.call('rpc.representation.mandates.propose', {
      path: { seatId },
      body: { ...mandateExample, ...changes },
    });
  const refs = async (query: Record<string, readonly string[]>) =>
    (await stage.client.call(seats('list'), { query })).body.items.map(({ ref }: { ref: string }) => ref);
  const outsideRotation = { status: 409, body: { type: 'urn:problem-type:passerelle:outsideRotation' } };

  it('registers a seat in a body, answers with its address and leaves one whole fact', async () => {
    const answer = await register();
    expect(answer).toMatchObject({ status: 201, body: { bodyId, holderKind: 'region', level: 'europe', version: 1 } });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/seats/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1`,
      [answer.body.id],
    );
    expect(facts.map(({ type }) => type)).toEqual(['seats.registered']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('takes level and objective from its body by default', async () => {
    const worldly = await body({ level: 'world', objective: 'O3' });
    expect((await register({}, worldly)).body).toMatchObject({ level: 'world', objective: 'O3' });
    expect((await register({ level: 'belgium' }, worldly)).body).toMatchObject({ level: 'belgium', objective: 'O3' });
  });

  it('is not registered in an unknown body', async () => {
    expect(await register({}, '01930000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
  });

  it('corrects a seat at its version, and removes fields given as null', async () => {
    const { id } = (await register()).body;
    const changed = await change(id, { holderKind: 'state', rotation: null });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, holderKind: 'state' } });
    expect(changed.body).not.toHaveProperty('rotation');
    expect(await change(id, { holderKind: 'agency' })).toMatchObject({ status: 412, body: { currentVersion: 2 } });
    expect(await change('01930000-0000-7000-8000-000000000000', { holderKind: 'agency' })).toMatchObject({
      status: 404,
    });
  });

  it('keeps its turn while a mandate depends on it (P8)', async () => {
    const { id } = (await register()).body;
    const { body: mandate } = await propose(id);
    const moved = { rotation: { entity: 'BE-WAL', semester: '2024-S2' } };
    expect(await change(id, moved)).toMatchObject({ ...outsideRotation, body: { semester: '2024-S2' } });
    const revoked = { path: { mandateId: mandate.id }, body: { transition: 'revoke', on: '2023-12-01' } };
    expect(await stage.client.call('rpc.representation.mandates.revoke', revoked)).toMatchObject({ status: 200 });
    expect(await change(id, moved)).toMatchObject({ status: 200, body: moved });
  });

  it('accepts a move of the turn or a mandate proposed concurrently, never both', async () => {
    for (let round = 0; round < 8; round++) {
      const { id } = (await register()).body;
      const answers = await Promise.all([
        change(id, { rotation: { entity: 'BE-WAL', semester: '2024-S2' } }),
        propose(id),
      ]);
      expect(answers.filter(({ status }) => status === 409)).toMatchObject([outsideRotation]);
    }
  });

  describe('that was registered in error', () => {
    const retract = (subject: string, path: Record<string, string>) =>
      stage.client.call(`rpc.representation.${subject}.retract`, { path, body: { transition: 'retract' } });
    const stillReferenced = (...references: string[]) => ({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:stillReferenced', references },
    });

    it('is taken back', async () => {
      const { id } = (await register()).body;
      expect(await takeBack(stage, { subject: 'rpc.representation.seats', parameter: 'seatId', id })).toEqual(
        takenBack,
      );
    });

    it('is not while it has a mandate, nor is its body while it has the seat', async () => {
      const own = await body();
      const seat = (await register({}, own)).body;
      const mandate = (await propose(seat.id)).body;
      expect(await retract('bodies', { bodyId: own })).toMatchObject(stillReferenced(seat.ref, mandate.ref));
      expect(await retract('seats', { seatId: seat.id })).toMatchObject(stillReferenced(mandate.ref));
      for (const [subject, path] of [
        ['mandates', { mandateId: mandate.id }],
        ['seats', { seatId: seat.id }],
        ['bodies', { bodyId: own }],
      ] as const)
        expect((await retract(subject, path)).status).toBe(200);
      const retracted = { status: 409, body: { type: 'urn:problem-type:passerelle:recordRetracted' } };
      expect(await propose(seat.id)).toMatchObject(retracted);
      expect(await register({}, own)).toMatchObject(retracted);
    });

    it('is taken back or given by a mandate, never both', async () => {
      for (let round = 0; round < 8; round++) {
        const { id } = (await register()).body;
        const answers = await Promise.all([retract('seats', { seatId: id }), propose(id)]);
        expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
      }
    });
  });

  it('reports every fault of the input at once', async () => {
    const answer = await register({
      holderKind: 'person',
      councilCategory: 7,
      rotation: { entity: 'BE-BRU', semester: '2024-S3' },
      departments: [],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.issues.map(({ name }: { name: string }) => name).sort()).toEqual([
      'councilCategory',
      'departments',
      'holderKind',
      'rotation.semester',
    ]);
  });

  it('finds seats by body, holder, level and department', async () => {
    const statistics = await body({ family: 'belgianStats', level: 'belgium' });
    const { ref } = (await register({ departments: ['bisa'], holderKind: 'agency' }, statistics)).body;
    await register({ departments: ['bisa', 'schoolService'], holderKind: 'state', level: 'world' }, statistics);
    expect(await refs({ bodyId: [statistics] })).toHaveLength(2);
    expect(await refs({ bodyId: [statistics], holderKind: ['agency'] })).toEqual([ref]);
    expect(await refs({ bodyId: [statistics], level: ['belgium'], department: ['bisa'] })).toEqual([ref]);
    expect(await refs({ ref: [ref] })).toEqual([ref]);
  });

  it('is as visible as its body, at every moment', async () => {
    const own = await body();
    const { id } = (await register({}, own)).body;
    const seen = async () => {
      const asked = { caller: partnerFlanders };
      const read = await stage.client.call(seats('read'), { path: { seatId: id }, ...asked });
      const { body: page } = await stage.client.call(seats('list'), { query: { bodyId: [own] }, ...asked });
      return [read.status, page.items.length];
    };
    expect(await seen()).toEqual([200, 1]);
    await stage.client.call('rpc.representation.bodies.change', {
      path: { bodyId: own },
      body: { classification: 'internal' },
      ifMatch: '"1"',
    });
    expect(await seen()).toEqual([404, 0]);
  });
});
