import { randomUUID } from 'node:crypto';
import { addDays, startOfDay, today } from '@passerelle/domain/period';
import { verifyTrail } from '@passerelle/platform/features/audit-trail';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { newId } from '@passerelle/platform/data/database';
import { writtenBy } from '@passerelle/stack/nats-config';
import { operator } from '@passerelle/testing/operator';
import { onStage } from '@passerelle/testing/stage';
import { approver } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { bodyExample, mandateExample, seatExample } from '../examples.js';
import { representation } from '../representation.js';
import { personExample } from './person.example.js';

// A person who is erased is nowhere: in no column of any table, and in no message of the service's streams.

const stage = onStage(representation);

describe('an erasure', () => {
  const call = (operation: string, options: object) => stage.client.call(`rpc.representation.${operation}`, options);
  const made = async (operation: string, options: object) => (await call(operation, options)).body.id;
  const rows = (sql: string, values: unknown[] = []) => stage.app.database.query<Record<string, unknown>>(sql, values);

  /** Everything about this one is found by these words alone. */
  const invented = () => {
    const word = `Quimby${newId().replaceAll('-', '')}`;
    const digits = String(Math.floor(Math.random() * 1e8)).padStart(8, '7');
    return { name: `Zorblax ${word}`, email: `${word}@example.org`, phone: `+3270${digits}`, word };
  };

  async function holders(word: string): Promise<string[]> {
    const tables = await rows(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')`,
    );
    const found = await Promise.all(
      tables.map(({ name }) =>
        rows(
          `SELECT $2 AS name FROM "${String(name)}" AS held WHERE strpos(lower(held::text), lower($1)) > 0 LIMIT 1`,
          [word, name],
        ),
      ),
    );
    return found.flat().map(({ name }) => String(name));
  }

  /** Every message of every stream of the service, once all facts are published. */
  async function published(): Promise<string> {
    const waiting = 'SELECT FROM event_log WHERE pub_seq IS NULL';
    await until('all is published', async () => (await rows(waiting)).length === 0);
    const reading = await operator(stage.nats);
    try {
      const texts: string[] = [];
      for (const name of writtenBy('representation').keys())
        texts.push(...(await reading.messages(name)).map(({ text }) => text));
      return texts.join('\n');
    } finally {
      await reading.close();
    }
  }

  const sealed = () =>
    until('all is sealed', async () => (await rows('SELECT FROM audit_entry WHERE seal_no IS NULL')).length === 0);

  /** A person in two mandates, corrected with reasons that name the person, each request sent with a key. */
  async function known(keptUntil = '2030-12-31') {
    const { word, ...address } = invented();
    const key = () => ({ idempotencyKey: newId() });
    const changeReason = encodeURIComponent(`${address.name} asked for it at ${address.phone}`);
    const registering = {
      body: { ...personExample, ...address, name: `${address.name} before`, keptUntil },
      ...{ ...key(), changeReason },
    };
    const personId = await made('people.register', registering);
    const corrected = { path: { personId }, body: { name: address.name }, ifMatch: '"1"', changeReason };
    const correcting = { ...corrected, ...key() };
    await call('people.change', correcting);
    const bodyId = await made('bodies.register', { body: bodyExample });
    const seatId = await made('seats.register', { path: { bodyId }, body: { ...seatExample, rotation: undefined } });
    const proposing = { path: { seatId }, body: { ...mandateExample, personId }, ...key() };
    const mandateId = await made('mandates.propose', proposing);
    const later = await made('mandates.propose', { path: { seatId }, body: { ...mandateExample, role: 'expert' } });
    const naming = { path: { mandateId: later }, body: { personId }, ifMatch: '"1"', changeReason, ...key() };
    await call('mandates.change', naming);
    const act = { path: { mandateId }, body: { transition: 'activate', on: '2024-01-08' }, caller: approver, ...key() };
    await call('mandates.activate', act);
    return { word, address, personId, mandateId, later, registering, correcting, proposing };
  }

  async function leftOf({ word, address, personId, mandateId, later }: Awaited<ReturnType<typeof known>>) {
    const left = [word, address.name, address.email, address.phone, address.phone.slice(1)];
    expect((await Promise.all(left.map(holders))).flat()).toEqual([]);
    const messages = await published();
    expect(messages).toContain(personId);
    for (const words of left) expect(messages.toLowerCase()).not.toContain(words.toLowerCase());
    const mandate = (await call('mandates.read', { path: { mandateId } })).body;
    expect(mandate).toMatchObject({ startedOn: '2024-01-08', period: mandateExample.period });
    const other = (await call('mandates.read', { path: { mandateId: later } })).body;
    expect([mandate, other].filter((each) => 'personId' in each)).toEqual([]);
    expect(await rows('SELECT 1 FROM mandate WHERE person_id = $1', [personId])).toEqual([]);
    const successor = { path: { mandateId }, body: { personId: randomUUID() }, ifMatch: `"${mandate.version}"` };
    const code = mandate.status === 'ended' ? 'recordClosed' : 'mandateHasPerson';
    expect((await call('mandates.change', successor)).body.type).toMatch(new RegExp(`:${code}$`));
    await sealed();
    expect(await verifyTrail(stage.app.database)).toMatchObject({ intact: true, faults: [] });
  }

  it('leaves nothing of a person whose acts are sealed', async () => {
    const one = await known();
    await sealed();
    expect((await holders(one.word)).sort()).toEqual(['audit_entry', 'idempotency_key', 'person']);
    const { personId } = one;
    const changeReason = encodeURIComponent(`${one.address.name} asked to be erased`);
    const erasing = { path: { personId }, body: { transition: 'erase' }, changeReason, idempotencyKey: newId() };
    expect((await call('people.erase', erasing)).status).toBe(200);
    await leftOf(one);
    expect((await call('people.erase', erasing)).header('Idempotent-Replayed')).toBe('true');
  });

  it('leaves nothing of a person whose acts are not sealed yet', async () => {
    const one = await known();
    const { database } = stage.app;
    // The worker that seals waits for the head of the chain.
    const erased = await database.source.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM audit_head FOR UPDATE');
      const last = await call('people.change', {
        ...{ path: { personId: one.personId }, body: { phone: one.address.phone }, ifMatch: '"2"' },
        changeReason: encodeURIComponent(`said ${one.address.name}`),
      });
      expect(last.status).toBe(200);
      const answer = await call('people.erase', { path: { personId: one.personId }, body: { transition: 'erase' } });
      const open = 'SELECT 1 FROM audit_entry WHERE record_id = $1 AND seal_no IS NULL AND reason_sha256 IS NOT NULL';
      expect(await rows(open, [one.personId])).not.toEqual([]);
      return answer;
    });
    expect(erased.status).toBe(200);
    await leftOf(one);
  });

  it.each(['party', 'list'])('removes reasons for the service itself alone, not for its role %s', async (role) => {
    const { source } = stage.app.database;
    const narrower = source.transaction(async (tx) => {
      await tx.query(`SET LOCAL ROLE representation_${role}`);
      await tx.query('SELECT audit_entry_erase_reasons($1)', [[newId()]]);
    });
    await expect(narrower).rejects.toThrow('audit_entry is append-only');
  });

  it('lets a request that is sent again register nobody', async () => {
    const { personId, registering, correcting, proposing } = await known();
    await call('people.erase', { path: { personId }, body: { transition: 'erase' } });
    const again = await call('people.register', registering);
    expect([again.status, again.header('Idempotent-Replayed')]).toEqual([201, 'true']);
    expect(again.body).toMatchObject({ id: personId, languages: [], functions: [] });
    const answers = [again, await call('people.change', correcting)];
    for (const { body } of answers) expect(Object.keys(body)).not.toContain('name');
    expect((await call('mandates.propose', proposing)).body).not.toHaveProperty('personId');
  });

  it('leaves the person in no mandate that is proposed at the same time', async () => {
    const personId = await made('people.register', { body: personExample });
    const bodyId = await made('bodies.register', { body: bodyExample });
    const seat = { path: { bodyId }, body: { ...seatExample, rotation: undefined } };
    const seatId = await made('seats.register', seat);
    const proposing = { path: { seatId }, body: { ...mandateExample, role: 'expert', personId } };
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, () => call('mandates.propose', proposing)),
      call('people.erase', { path: { personId }, body: { transition: 'erase' } }),
      ...Array.from({ length: 6 }, () => call('mandates.propose', proposing)),
    ]);
    expect(answers[6]?.status).toBe(200);
    for (const { status } of answers.toSpliced(6, 1)) expect([201, 400]).toContain(status);
    expect((await call('mandates.propose', proposing)).status).toBe(400);
    expect(await rows('SELECT 1 FROM mandate WHERE person_id = $1', [personId])).toEqual([]);
  });

  it('is done by the clock on the day after the last day, and not before', async () => {
    const keptUntil = addDays(today(new Date()), 1);
    const dayAfter = addDays(keptUntil, 1);
    const one = await known(keptUntil);
    const clock = stage.app.app.get(DeadlineWorker);
    const read = async () => (await call('people.read', { path: { personId: one.personId } })).body;
    await clock.check(new Date(startOfDay(dayAfter).getTime() - 1));
    expect(await read()).toMatchObject({ status: 'registered', name: one.address.name });
    await clock.check(startOfDay(dayAfter));
    expect(await read()).toMatchObject({ status: 'erased', erasedOn: dayAfter });
    const facts = await rows('SELECT type FROM event_log WHERE aggregate_id = $1 ORDER BY position', [one.personId]);
    expect(facts).toEqual([{ type: 'people.registered' }, { type: 'people.erased' }]);
    await leftOf(one);
  });
});
