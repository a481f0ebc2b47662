import { systemActor } from '@passerelle/platform/data/request-transaction';
import { fact, record } from '@passerelle/platform/events/facts';
import { startLimitMs } from '@passerelle/testing/limits';
import { publisher } from '@passerelle/testing/publishers';
import { onOwnStage } from '@passerelle/testing/stage';
import { partnerFlanders, startApp, type CallOptions, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { cooperation } from '../cooperation.js';
import { contactExample, partyExample } from './party.example.js';

// People are registered at representation, which says so by facts; here another service speaks in its name.

const stage = onOwnStage(cooperation);
const PersonFact = z.object({ id: z.uuid(), classification: z.literal('restricted') });
const about = (verb: string) => fact('people', verb, PersonFact, { summary: 'A person' });

describe('the person of a contact point', () => {
  let representation: StartedApp;
  let partyId: string;

  beforeAll(async () => {
    representation = await startApp(publisher('representation'), { broker: stage.nats });
    const body = { ...partyExample, code: 'BE-VLG' };
    partyId = (await stage.client.call('rpc.cooperation.parties.register', { body })).body.id;
  }, startLimitMs);

  afterAll(() => representation?.close());

  const tell = (verb: string, id: string) =>
    representation.database.transaction(systemActor('test'), (tx) =>
      record(tx, about(verb)({ id, version: verb === 'erased' ? 2 : 1, classification: 'restricted' })),
    );
  const isKnown = async (id: string) =>
    (await stage.app.database.query('SELECT 1 FROM known_record WHERE subject = $1', [`people/${id}`])).length === 1;
  const registered = async (): Promise<string> => {
    const id = randomUUID();
    await tell('registered', id);
    await until('the fact arrives', () => isKnown(id));
    return id;
  };
  const contacts = (act: string, options: CallOptions) =>
    stage.client.call(`rpc.cooperation.contact-points.${act}`, options);
  const designate = (personId: string, year: number, options: CallOptions = {}) => {
    const period = { from: `${year}-01-01`, to: `${year + 1}-01-01` };
    return contacts('designate', { path: { partyId }, body: { ...contactExample, period, personId }, ...options });
  };
  const unknown = {
    status: 400,
    body: {
      issues: [{ name: 'personId', type: 'urn:problem-type:belgif:input-validation:referencedResourceNotFound' }],
    },
  };

  it('is registered, for our own callers and for a partner', async () => {
    expect(await designate(randomUUID(), 2030)).toMatchObject(unknown);
    expect(await designate(randomUUID(), 2030, { caller: partnerFlanders })).toMatchObject(unknown);
    const personId = await registered();
    expect(await designate(personId, 2030)).toMatchObject({ status: 201, body: { personId } });
    expect((await designate(personId, 2031, { caller: partnerFlanders })).status).toBe(201);
  });

  it('goes once erased; the mailbox stays, and no fact follows', async () => {
    const personId = await registered();
    const other = await registered();
    const { id } = (await designate(personId, 2040)).body;
    const kept = (await designate(other, 2041)).body;
    await tell('erased', personId);
    await until('the person is forgotten', async () => !(await isKnown(personId)));
    const read = (contactPointId: string) => contacts('read', { path: { contactPointId } });
    const { body } = await read(id);
    expect(body).toMatchObject({ mailbox: contactExample.mailbox, version: 2 });
    expect(body).not.toHaveProperty('personId');
    expect((await read(kept.id)).body).toMatchObject({ personId: other, version: 1 });
    const logged = `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1`;
    const facts = await stage.app.database.query(logged, [id]);
    expect(facts).toEqual([{ type: 'contactPoints.designated' }]);
    expect(await designate(personId, 2042)).toMatchObject(unknown);
  });

  it('is in no contact point that is designated at the same time', async () => {
    const personId = await registered();
    const designated = Promise.all(Array.from({ length: 8 }, (_, n) => designate(personId, 2050 + n)));
    await tell('erased', personId);
    await until('the person is forgotten', async () => !(await isKnown(personId)));
    for (const { status } of await designated) expect([201, 400]).toContain(status);
    const left = 'SELECT 1 FROM contact_point WHERE person_id = $1';
    expect(await stage.app.database.query(left, [personId])).toEqual([]);
  });
});
