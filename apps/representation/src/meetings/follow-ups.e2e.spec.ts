import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { untilSomeoneWaits } from '@passerelle/testing/locks';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, editor, partnerFlanders, type CallOptions } from '@passerelle/testing/start-app';
import { representation } from '../representation.js';
import { BodyWithDelegate } from './meeting.builder.js';
import { followUpClosureExample, followUpExample, followUpReopeningExample } from './meeting.example.js';

const stage = onStage(representation);

describe('follow-ups of meetings', () => {
  let body: BodyWithDelegate;
  beforeAll(async () => {
    body = await BodyWithDelegate.of(stage);
  });

  const problem = (code: string, facts: object = {}) => ({
    status: 409,
    body: { type: `urn:problem-type:passerelle:${code}`, ...facts },
  });
  const fault = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });
  const items = (operation: string) => `rpc.representation.follow-ups.${operation}`;
  const register = (bodyMeetingId: string, changes: object = {}, caller = editor) =>
    stage.client.call(items('register'), {
      path: { bodyMeetingId },
      body: { ...followUpExample, ...changes },
      caller,
    });
  const call = (operation: string, followUpId: string, options: CallOptions = {}) =>
    stage.client.call(items(operation), { path: { followUpId }, ...options });
  const act = (transition: string, id: string, given: object = {}) =>
    call(transition, id, { body: { transition, ...given } });
  const change = async (id: string, given: object) => {
    const { version } = (await call('read', id)).body;
    return call('change', id, { body: given, ifMatch: `"${version}"` });
  };
  const close = (id: string, changes: object = {}) => act('close', id, { ...followUpClosureExample, ...changes });
  const reopen = (id: string) => act('reopen', id, followUpReopeningExample);
  const list = async (query: Record<string, string[]>, caller = editor) =>
    (await stage.client.call(items('list'), { query, caller })).body.items.map(({ id }: { id: string }) => id);
  const verbs = async (id: string) => (await body.factsOf(id)).map(({ type }) => type.split('.')[1]);
  const ended = () => body.meeting(['represent', 'report']);

  it('are registered with what the strategy is cut by, and leave one whole fact', async () => {
    const bodyMeetingId = await ended();
    const answer = await register(bodyMeetingId);
    const copied = { bodyMeetingId, bodyId: body.bodyId, themes: ['cities'], level: 'europe', objective: 'O2' };
    expect(answer).toMatchObject({ status: 201, body: { status: 'open', classification: 'internal', ...copied } });
    const { href, changedAt, ...state } = answer.body;
    const facts = await body.factsOf(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['followUps.registered']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('are closed and reopened, with one fact per act', async () => {
    const { id } = (await register(await ended(), { dueOn: '2098-01-31' })).body;
    expect((await close(id)).body).toMatchObject({
      status: 'closed',
      closedOn: followUpClosureExample.on,
      late: false,
    });
    expect(await change(id, { department: 'bisa' })).toMatchObject(problem('recordClosed'));
    const reopened = (await reopen(id)).body;
    expect(reopened).toMatchObject({ status: 'open', reopenReason: followUpReopeningExample.reason });
    for (const name of ['closedOn', 'late', 'outcome']) expect(reopened).not.toHaveProperty(name);
    expect((await change(id, { department: 'territorialStrategy' })).status).toBe(200);
    expect(await verbs(id)).toEqual(['registered', 'closed', 'reopened', 'changed']);
  });

  it('come from a meeting at which the Region was present or represented, and which is not closed', async () => {
    for (const acts of [[], ['prepare'], ['miss'], ['cancel']]) {
      const id = await body.meeting(acts);
      const { ref, status: state } = (await body.call('read', id)).body;
      expect(await register(id)).toMatchObject(problem('meetingNotAttended', { ref, state }));
    }
    expect(await register(await body.meeting(['represent', 'report', 'close']))).toMatchObject(problem('recordClosed'));
    expect(await register('01930000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
    const retracted = await ended();
    await body.call('retract', retracted, { body: { transition: 'retract' } });
    expect(await register(retracted)).toMatchObject(problem('recordRetracted'));
  });

  it('are due, and done, after the meeting began, and not in the future', async () => {
    const meetingId = await ended();
    expect(await register(meetingId, { dueOn: '2024-11-13' })).toMatchObject(fault('dueOn', 'invalidPeriod'));
    const { id } = (await register(meetingId, { dueOn: '2098-01-31' })).body;
    expect(await change(id, { dueOn: '2024-11-13' })).toMatchObject(fault('dueOn', 'invalidPeriod'));
    expect(await close(id, { on: '2024-11-13' })).toMatchObject(fault('on', 'invalidPeriod'));
    expect(await close(id, { on: '2098-01-01' })).toMatchObject(fault('on', 'factInFuture'));
    expect(await close(id, { outcome: undefined })).toMatchObject({ status: 400 });
  });

  it('keep their meeting open, and from being taken back', async () => {
    const meetingId = await ended();
    const { id, ref } = (await register(meetingId)).body;
    expect(await body.act('close', meetingId)).toMatchObject(problem('followUpsOpen', { followUps: [ref] }));
    expect(await body.call('retract', meetingId, { body: { transition: 'retract' } })).toMatchObject(
      problem('stillReferenced', { references: [ref] }),
    );
    await close(id);
    expect((await body.act('close', meetingId)).status).toBe(200);
    expect(await reopen(id)).toMatchObject(problem('recordClosed'));
    expect((await call('transitions', id)).body.items.map((item: { transition: string }) => item.transition)).toEqual([
      'retract',
    ]);
  });

  it('are not reopened while their meeting is being closed', async () => {
    const meetingId = await ended();
    const { id } = (await register(meetingId)).body;
    await close(id);
    const { answer } = await stage.app.database.source.transaction(async (other) => {
      await other.query(`UPDATE body_meeting SET status = 'closed' WHERE id = $1`, [meetingId]);
      const reopening = reopen(id);
      await untilSomeoneWaits(stage.app.database);
      return { answer: reopening };
    });
    expect(await answer).toMatchObject(problem('recordClosed'));
  });

  it('follow the themes of their meeting', async () => {
    const meetingId = await ended();
    const { id } = (await register(meetingId, { dueOn: '2098-01-31' })).body;
    expect((await body.change(meetingId, { themes: ['housing', 'water'] })).status).toBe(200);
    expect((await call('read', id)).body).toMatchObject({ themes: ['housing', 'water'], version: 2 });
    expect(await verbs(id)).toEqual(['registered', 'changed']);
    await body.change(meetingId, { papers: [] });
    expect(await verbs(id)).toHaveLength(2);
  });

  it('are marked overdue once, when their last day is over in Brussels', async () => {
    const { id } = (await register(await ended(), { dueOn: '2098-04-30' })).body;
    const clock = stage.app.app.get(DeadlineWorker);
    await clock.check(new Date('2098-04-30T21:59:00Z'));
    expect(await verbs(id)).toEqual(['registered']);
    for (const now of ['2098-04-30T22:01:00Z', '2098-05-20T12:00:00Z']) await clock.check(new Date(now));
    expect(await verbs(id)).toEqual(['registered', 'overdue']);
    expect(await list({ overdueOnFrom: ['2098-01-01'], bodyId: [body.bodyId] })).toContain(id);
    const closed = (await close(id)).body;
    expect([closed.overdueOn, closed.late]).toEqual([undefined, false]);
  });

  it('are of internal use, even if the meeting is public', async () => {
    const meetingId = await body.meeting(['represent'], { classification: 'public' });
    const { id } = (await register(meetingId)).body;
    for (const caller of [anonymous, partnerFlanders]) {
      expect((await call('read', id, { caller })).status).toBe(404);
      expect(await list({ bodyMeetingId: [meetingId] }, caller)).toEqual([]);
    }
    expect((await register(meetingId, {}, partnerFlanders)).status).toBe(403);
  });

  it('are found by what their list is narrowed by, the most urgent first', async () => {
    const meetingId = await ended();
    const later = (await register(meetingId, { dueOn: '2098-06-30', department: 'territorialStrategy' })).body.id;
    const sooner = (await register(meetingId, { dueOn: '2098-05-31' })).body.id;
    await close(later);
    const of = { bodyMeetingId: [meetingId] };
    expect(await list(of)).toEqual([sooner, later]);
    expect(await list({ ...of, status: ['open'] })).toEqual([sooner]);
    expect(await list({ ...of, department: ['territorialStrategy'] })).toEqual([later]);
    expect(await list({ ...of, dueOnFrom: ['2098-06-01'] })).toEqual([later]);
    expect(await list({ ...of, theme: ['cities'], level: ['europe'], objective: ['O2'] })).toEqual([sooner, later]);
    expect(await list({ ...of, q: ['cijfers'] })).toEqual([sooner, later]);
  });

  it('are taken back, if they were registered in error', async () => {
    const { id } = (await register(await ended())).body;
    expect(await takeBack(stage, { subject: 'rpc.representation.follow-ups', parameter: 'followUpId', id })).toEqual(
      takenBack,
    );
  });
});
