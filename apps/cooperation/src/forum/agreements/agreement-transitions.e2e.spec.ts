import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { admin, anonymous, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { cooperation } from '../../cooperation.js';
import { agreementExample } from './agreement.example.js';
import { agreementLife } from './agreement.life.js';

// What GET lists is what POST performs, for every state and kind of caller.

const stage = onStage(cooperation);
const reason = { fr: 'Remplacé.', nl: 'Vervangen.' };
const bodies: Record<string, object> = { sign: { on: '2012-11-26' }, end: { on: '2024-06-30', reason } };
const ways: Record<string, readonly string[]> = { draft: [], inForce: ['sign'], ended: ['sign', 'end'] };
const callers = { editor, approver, auditor, admin, partnerFlanders, anonymous };

describe('the transitions of an agreement', () => {
  const call = (operation: string, agreementId: string, options: object = {}) =>
    stage.client.call(`rpc.cooperation.agreements.${operation}`, { path: { agreementId }, ...options });
  const act = (transition: string, id: string, options: object = {}) =>
    call(transition, id, { body: { transition, ...bodies[transition] }, ...options });

  async function agreementIn(status: string): Promise<string> {
    const { body } = await stage.client.call('rpc.cooperation.agreements.register', { body: agreementExample });
    for (const each of ways[status] ?? []) await act(each, body.id);
    return body.id;
  }

  const listed = async (id: string, caller = editor): Promise<{ transition: string }[]> =>
    (await call('transitions', id, { caller })).body.items;

  it.each(
    Object.keys(ways).flatMap((status) => Object.entries(callers).map(([name, caller]) => ({ status, name, caller }))),
  )('are performed if they are listed, and refused otherwise: $status, $name', async ({ status, caller }) => {
    for (const name of [...Object.keys(agreementLife.acts), 'retract']) {
      const id = await agreementIn(status);
      const answer = await act(name, id, { caller });
      const possible = (await listed(await agreementIn(status), caller)).map(({ transition }) => transition);
      expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
      if (answer.status !== 200) expect([401, 403, 409]).toContain(answer.status);
    }
  });

  it('say where they lead and what they ask for', async () => {
    const id = await agreementIn('inForce');
    expect((await listed(id)).slice(0, 1)).toEqual([
      {
        transition: 'end',
        summary: 'Record the end of an agreement',
        to: ['ended'],
        asks: expect.objectContaining({
          type: 'object',
          required: expect.arrayContaining(['transition', 'on', 'reason']),
        }),
      },
    ]);
  });

  it('are hidden with the record', async () => {
    const body = { ...agreementExample, classification: 'restricted' };
    const { id } = (await stage.client.call('rpc.cooperation.agreements.register', { body })).body;
    for (const caller of [anonymous, partnerFlanders])
      expect(await call('transitions', id, { caller })).toMatchObject({ status: 404 });
  });

  it('ask for the body of the one that is named', async () => {
    const id = await agreementIn('draft');
    const body = { transition: 'end', ...bodies['sign'] };
    expect(await call('sign', id, { body })).toMatchObject({ status: 400, body: { issues: [{ name: 'transition' }] } });
    expect((await call('read', id)).body).toMatchObject({ status: 'draft', version: 1 });
  });
});

describe('an agreement that was registered in error', () => {
  const taken = { subject: 'rpc.cooperation.agreements', parameter: 'agreementId' };
  const register = async (): Promise<string> =>
    (await stage.client.call('rpc.cooperation.agreements.register', { body: agreementExample })).body.id;

  it('is taken back', async () => {
    expect(await takeBack(stage, { ...taken, id: await register() })).toEqual(takenBack);
  });

  it('is not while other records refer to it, and is named by none afterwards', async () => {
    const agreementId = await register();
    const plan = () =>
      stage.client.call('rpc.cooperation.forum-meetings.plan', {
        body: { agreementId, tier: 'administrative', scheduledOn: '2027-03-01' },
      });
    const meeting = (await plan()).body;
    const retract = () =>
      stage.client.call('rpc.cooperation.agreements.retract', {
        path: { agreementId },
        body: { transition: 'retract' },
      });
    expect(await retract()).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:stillReferenced', references: [meeting.ref] },
    });
    await stage.app.database.query('UPDATE forum_meeting SET retracted_at = now() WHERE id = $1', [meeting.id]);
    expect((await retract()).status).toBe(200);
    expect((await plan()).status).toBe(400);
  });
});
