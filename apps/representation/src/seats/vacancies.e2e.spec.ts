import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { holdLock } from '@passerelle/testing/locks';
import { onStage } from '@passerelle/testing/stage';
import { approver, editor } from '@passerelle/testing/start-app';
import { bodyExample, mandateExample, seatExample } from '../examples.js';
import { representation } from '../representation.js';

const stage = onStage(representation);

describe('the vacancy of a seat', () => {
  let release: () => Promise<void>;
  let bodyId: string;

  beforeAll(async () => {
    release = await holdLock(stage.app.database, 'deadlines');
  });
  afterAll(() => release());

  beforeEach(async () => {
    bodyId = (await stage.client.call('rpc.representation.bodies.register', { body: bodyExample })).body.id;
  });

  const round = (day: string) => stage.app.app.get(DeadlineWorker).check(new Date(`${day}T12:00:00Z`));
  const seat = async (changes: object = { since: '2023-01-01', rotation: undefined }) =>
    (
      await stage.client.call('rpc.representation.seats.register', {
        path: { bodyId },
        body: { ...seatExample, ...changes },
      })
    ).body;
  const read = async (seatId: string) =>
    (await stage.client.call('rpc.representation.seats.read', { path: { seatId } })).body;
  const mandate = async (seatId: string, period: object, changes: object = {}) =>
    (
      await stage.client.call('rpc.representation.mandates.propose', {
        path: { seatId },
        body: { ...mandateExample, period, ...changes },
      })
    ).body.id;
  const act = (
    transition: string,
    mandateId: string,
    on: string,
    caller = transition === 'activate' ? approver : editor,
  ) =>
    stage.client.call(`rpc.representation.mandates.${transition}`, {
      path: { mandateId },
      body: { transition, on },
      caller,
    });
  const readMandate = async (mandateId: string) =>
    (await stage.client.call('rpc.representation.mandates.read', { path: { mandateId } })).body;
  const facts = async (id: string) =>
    (
      await stage.app.database.query<{ type: string; data: string; time: Date }>(
        `SELECT type, data, (envelope->>'time')::timestamptz AS time FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
        [id],
      )
    ).map(({ type, data, time }) => ({ type, vacantSince: JSON.parse(data).vacantSince, time: time.toISOString() }));
  const types = async (id: string) => (await facts(id)).map(({ type }) => type);

  it('begins with the seat, ends with an appointment, and follows every act', async () => {
    const { id, vacantSince } = await seat();
    expect(vacantSince).toBe('2023-01-01');
    const first = await mandate(id, { from: '2023-02-01' });
    await act('activate', first, '2023-02-01');
    expect(await read(id)).not.toHaveProperty('vacantSince');
    await act('suspend', first, '2023-05-01');
    expect((await read(id)).vacantSince).toBe('2023-05-01');
    await act('resume', first, '2023-05-15');
    await act('end', first, '2023-08-01');
    expect((await read(id)).vacantSince).toBe('2023-08-01');
    expect(await facts(id)).toMatchObject([
      { type: 'seats.registered', vacantSince: '2023-01-01' },
      { type: 'seats.vacancyEnded', vacantSince: undefined },
      { type: 'seats.vacancyBegan', vacantSince: '2023-05-01', time: '2023-04-30T22:00:00.000Z' },
      { type: 'seats.vacancyEnded', vacantSince: undefined },
      { type: 'seats.vacancyBegan', vacantSince: '2023-08-01', time: '2023-07-31T22:00:00.000Z' },
    ]);
  });

  it('is published by the clock when a period is over, once, and the mandate ends on its own day', async () => {
    const { id } = await seat();
    const first = await mandate(id, { from: '2023-01-01', to: '2199-01-01' });
    await act('activate', first, '2023-01-01');
    await stage.app.database.query(
      `UPDATE mandate SET period = '{"from":"2023-01-01","to":"2024-06-01"}' WHERE id = $1`,
      [first],
    );
    await round('2024-05-31');
    expect(await types(first)).toEqual(['mandates.proposed', 'mandates.started']);
    await round('2024-06-05');
    await round('2024-06-06');
    expect(await readMandate(first)).toMatchObject({ status: 'ended', endedOn: '2024-06-01' });
    expect(await types(first)).toEqual(['mandates.proposed', 'mandates.started', 'mandates.ended']);
    expect((await facts(id)).slice(-1)).toEqual([
      { type: 'seats.vacancyBegan', vacantSince: '2024-06-01', time: '2024-05-31T22:00:00.000Z' },
    ]);
    const next = await mandate(id, { from: '2024-06-11' });
    await act('activate', next, '2024-06-11');
    expect(await read(id)).not.toHaveProperty('vacantSince');
    await round('2024-07-01');
    expect(await types(id)).toEqual([
      'seats.registered',
      'seats.vacancyEnded',
      'seats.vacancyBegan',
      'seats.vacancyEnded',
    ]);
  });

  it('begins and ends with the turn of the Region, by the clock', async () => {
    const turn = { rotation: { entity: 'BE-BRU', semester: '2098-S1' } };
    const { id } = await seat(turn);
    expect(await read(id)).toMatchObject({ heldFrom: '2098-01-01', heldTo: '2098-07-01' });
    await round('2097-12-31');
    expect(await types(id)).toEqual(['seats.registered']);
    await round('2098-01-02');
    expect((await read(id)).vacantSince).toBe('2098-01-01');
    await round('2098-07-01');
    expect(await read(id)).not.toHaveProperty('vacantSince');
    expect(await types(id)).toEqual(['seats.registered', 'seats.vacancyBegan', 'seats.vacancyEnded']);
  });

  it('is not counted for another full member, an expert, or a mandate that was taken back', async () => {
    const { id } = await seat();
    const expert = await mandate(id, { from: '2023-02-01' }, { role: 'expert' });
    await act('activate', expert, '2023-02-01');
    expect((await read(id)).vacantSince).toBe('2023-01-01');
    const titular = await mandate(id, { from: '2023-02-01' });
    await act('activate', titular, '2023-02-01');
    expect(await read(id)).not.toHaveProperty('vacantSince');
    const retract = { path: { mandateId: titular }, body: { transition: 'retract' } };
    expect((await stage.client.call('rpc.representation.mandates.retract', retract)).status).toBe(200);
    expect((await read(id)).vacantSince).toBe('2023-01-01');
  });

  it('finds the seats that are vacant', async () => {
    const { ref } = await seat();
    const query = { bodyId: [bodyId], vacantSinceTo: ['2024-01-01'] };
    const { items } = (await stage.client.call('rpc.representation.seats.list', { query })).body;
    expect(items.map((item: { ref: string }) => item.ref)).toEqual([ref]);
    const filled = { bodyId: [bodyId], vacant: ['false'] };
    const vacant = { bodyId: [bodyId], vacant: ['true'] };
    const found = async (asked: Record<string, readonly string[]>) =>
      (await stage.client.call('rpc.representation.seats.list', { query: asked })).body.items.length;
    expect([await found(filled), await found(vacant)]).toEqual([0, 1]);
  });

  it('refuses an appointment by the person who proposed it', async () => {
    const { id } = await seat();
    const proposed = await mandate(id, { from: '2023-02-01' });
    expect(await act('activate', proposed, '2023-02-01', editor)).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:samePerson', act: 'propose' },
    });
    expect((await act('activate', proposed, '2023-02-01')).status).toBe(200);
  });

  describe('an end', () => {
    const end = (subject: string, path: Record<string, string>, on: string) =>
      stage.client.call(`rpc.representation.${subject}.end`, { path, body: { transition: 'end', on } });
    const closed = { status: 409, body: { type: 'urn:problem-type:passerelle:recordClosed' } };

    it('of a seat ends its mandates, drops proposals, and lets no other follow', async () => {
      const { id } = await seat();
      const first = await mandate(id, { from: '2023-02-01' });
      await act('activate', first, '2023-02-01');
      const second = await mandate(id, { from: '2023-03-01' }, { role: 'expert' });
      expect(await end('seats', { seatId: id }, '2023-02-01')).toMatchObject({ status: 400 });
      expect(await end('seats', { seatId: id }, '2024-01-01')).toMatchObject({
        status: 200,
        body: { status: 'ended', endedOn: '2024-01-01', heldTo: '2024-01-01' },
      });
      expect(await readMandate(first)).toMatchObject({ status: 'ended', endedOn: '2024-01-01' });
      expect(await readMandate(second)).toMatchObject({ status: 'revoked' });
      const late = { path: { seatId: id }, body: mandateExample };
      expect(await stage.client.call('rpc.representation.mandates.propose', late)).toMatchObject(closed);
      await round('2024-03-01');
      expect(await types(id)).toEqual(['seats.registered', 'seats.vacancyEnded', 'seats.ended']);
    });

    it('of a body ends its seats and their mandates in the same transaction', async () => {
      const { id } = await seat();
      const first = await mandate(id, { from: '2023-02-01' });
      await act('activate', first, '2023-02-01');
      expect((await end('bodies', { bodyId }, '2190-01-01')).status).toBe(400);
      expect(await end('bodies', { bodyId }, '2024-01-01')).toMatchObject({
        status: 200,
        body: { status: 'ended', endedOn: '2024-01-01' },
      });
      expect(await read(id)).toMatchObject({ status: 'ended', endedOn: '2024-01-01' });
      expect(await readMandate(first)).toMatchObject({ status: 'ended', endedOn: '2024-01-01' });
      const late = { path: { bodyId }, body: seatExample };
      expect(await stage.client.call('rpc.representation.seats.register', late)).toMatchObject(closed);
      expect(await end('bodies', { bodyId }, '2024-01-01')).toMatchObject({
        status: 409,
        body: { type: 'urn:problem-type:passerelle:illegalTransition' },
      });
    });

    it('of a body changes nothing where a mandate began later', async () => {
      const { id } = await seat();
      const first = await mandate(id, { from: '2024-02-01' });
      await act('activate', first, '2024-02-01');
      expect((await end('bodies', { bodyId }, '2024-01-01')).status).toBe(400);
      expect(await types(bodyId)).toEqual(['bodies.registered']);
      expect(await readMandate(first)).toMatchObject({ status: 'active' });
    });
  });
});
