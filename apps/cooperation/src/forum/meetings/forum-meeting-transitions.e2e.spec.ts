import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, approver, editor, partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { agreementExample } from '../agreements/agreement.example.js';
import { cooperation } from '../../cooperation.js';
import { decisionExample } from '../decisions/decision.example.js';
import { meetingExample, minutesExample } from './forum-meeting.example.js';
import { meetingLife } from './forum-meeting.life.js';
import { MeetingStatus } from './forum-meeting.schema.js';

// What GET lists is what POST performs, for every state and kind of caller: Flanders is in the chair.

const stage = onStage(cooperation);
const bodies: Record<string, object> = {
  convene: { on: '2026-02-16' },
  hold: { on: '2026-03-02' },
  postpone: { to: '2027-04-05' },
  cancel: { reason: { fr: 'Annulée.', nl: 'Geannuleerd.' } },
  minute: minutesExample,
};
const callers = { editor, approver, partnerFlanders, partnerWallonia, anonymous };

const call = (operation: string, forumMeetingId: string, options: object = {}) =>
  stage.client.call(`rpc.cooperation.forum-meetings.${operation}`, { path: { forumMeetingId }, ...options });
const act = (transition: string, id: string, options: object = {}) =>
  call(transition, id, { body: { transition, ...bodies[transition] }, ...options });

async function planned(): Promise<string> {
  const agreement = await stage.client.call('rpc.cooperation.agreements.register', { body: agreementExample });
  const body = { ...meetingExample, agreementId: agreement.body.id };
  return (await stage.client.call('rpc.cooperation.forum-meetings.plan', { body })).body.id;
}

async function meetingIn(status: string): Promise<string> {
  const id = await planned();
  await stage.app.database.query('UPDATE forum_meeting SET status = $2 WHERE id = $1', [id, status]);
  return id;
}

describe('the transitions of a meeting', () => {
  it.each(
    MeetingStatus.options.flatMap((status) =>
      Object.entries(callers).map(([name, caller]) => ({ status, name, caller })),
    ),
  )('are performed if they are listed, and refused otherwise: $status, $name', async ({ status, caller }) => {
    const { items } = (await call('transitions', await meetingIn(status), { caller })).body;
    const possible = items.map(({ transition }: { transition: string }) => transition);
    for (const name of [...Object.keys(meetingLife.acts), 'retract']) {
      const answer = await act(name, await meetingIn(status), { caller });
      expect([name, possible.includes(name)]).toEqual([name, answer.status === 200]);
      if (answer.status !== 200) expect([401, 403, 409]).toContain(answer.status);
    }
  });

  it('say whose act is awaited, and until when', async () => {
    const awaited = async (id: string, caller = editor) => (await call('transitions', id, { caller })).body.awaited;
    const id = await planned();
    expect(await awaited(id)).toEqual([{ transition: 'convene', party: 'BE-VLG' }]);
    expect(await awaited(id, partnerFlanders)).toEqual([]);
    await act('convene', id);
    expect(await awaited(id)).toEqual([{ transition: 'hold', party: 'BE-VLG', until: '2027-03-01' }]);
    await act('hold', id);
    expect(await awaited(id)).toEqual([{ transition: 'minute', party: 'BE-VLG' }]);
    await act('minute', id);
    await act('approve', id, { caller: partnerFlanders });
    const others = ['BE-BRU', 'BE-WAL'].map((party) => ({ transition: 'approve', party }));
    expect(await awaited(id, partnerFlanders)).toEqual(others);
    expect(await awaited(id, partnerWallonia)).toEqual(others.slice(0, 1));
    expect(await awaited(id)).toEqual([others[1], { transition: 'approve', by: 'approver' }]);
  });
});

describe('a meeting that was registered in error', () => {
  const decide = (forumMeetingId: string) =>
    stage.client.call('rpc.cooperation.decisions.adopt', { path: { forumMeetingId }, body: decisionExample });

  it('is taken back', async () => {
    const taken = { subject: 'rpc.cooperation.forum-meetings', parameter: 'forumMeetingId', id: await planned() };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
  });

  it('is not while a decision refers to it, and takes none afterwards', async () => {
    const id = await planned();
    await act('hold', id);
    const decision = (await decide(id)).body;
    expect(await act('retract', id)).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:stillReferenced', references: [decision.ref] },
    });
    await stage.client.call('rpc.cooperation.decisions.retract', {
      path: { decisionId: decision.id },
      body: { transition: 'retract' },
    });
    expect((await act('retract', id)).status).toBe(200);
    expect((await decide(id)).body.type).toBe('urn:problem-type:passerelle:recordRetracted');
  });
});
