import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { untilSomeoneWaits } from '@passerelle/testing/locks';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { representation } from '../representation.js';
import { BodyWithDelegate, mandateIn } from './meeting.builder.js';
import { meetingExample, reportExample } from './meeting.example.js';
import { meetingForPosition } from './meetings.api.js';

const stage = onStage(representation);

describe('meetings of bodies', () => {
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
  const read = async (id: string) => (await body.call('read', id)).body;
  const mandate = (act: string, mandateId: string, on?: string) =>
    stage.client.call(`rpc.representation.mandates.${act}`, {
      path: { mandateId },
      body: { transition: act, ...(on === undefined ? {} : { on }) },
    });

  it('are announced with the defaults of the body, and leave one whole fact', async () => {
    const answer = await body.announce();
    const defaults = { themes: ['cities'], level: 'europe', objective: 'O2', classification: 'internal' };
    expect(answer).toMatchObject({
      status: 201,
      body: { bodyId: body.bodyId, status: 'announced', reportExempt: false, delegates: [], ...defaults },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/bodyMeetings/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await body.factsOf(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['bodyMeetings.announced']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('pass from the announcement to their end, with one fact per act', async () => {
    const id = await body.meeting(['prepare', 'attend']);
    expect(await read(id)).toMatchObject({
      status: 'attended',
      preparedOn: '2024-11-07',
      presence: 'attended',
      delegates: [body.mandate.id],
      reportDueOn: '2024-11-29',
    });
    await body.act('report', id);
    const { on, ...report } = reportExample;
    expect(await read(id)).toMatchObject({ status: 'reported', reportedOn: on, reportLate: false, report });
    expect(await body.act('close', id)).toMatchObject({ status: 200, body: { status: 'closed' } });
    const verbs = (await body.factsOf(id)).map(({ type }) => type.split('.')[1]);
    // The last day for the report is long past: the clock, or the act before which it looks, records that first.
    expect(verbs).toEqual(['announced', 'prepared', 'attended', 'reportOverdue', 'reported', 'closed']);
  });

  it('are not attended, missed or represented before they begin', async () => {
    const id = await body.meeting([], { startsOn: '2098-05-05', endsOn: undefined });
    const { ref } = await read(id);
    for (const act of ['attend', 'miss', 'represent'])
      expect(await body.act(act, id)).toMatchObject(problem('meetingNotBegun', { ref, startsOn: '2098-05-05' }));
    expect((await body.act('prepare', id)).status).toBe(200);
    expect(await body.act('prepare', id, { on: '2098-05-01' })).toMatchObject(fault('on', 'factInFuture'));
  });

  it('are reported after they began, and not in the future (P7)', async () => {
    const id = await body.meeting(['attend']);
    expect(await body.act('report', id, { on: '2024-11-13' })).toMatchObject(fault('on', 'invalidPeriod'));
    expect(await body.act('report', id, { on: '2098-01-01' })).toMatchObject(fault('on', 'factInFuture'));
    expect((await body.act('report', id, { on: '2024-12-02' })).body).toMatchObject({ reportLate: true });
  });

  it('are closed once the report is sent, or where none is due', async () => {
    const id = await body.meeting(['attend']);
    expect(await body.act('close', id)).toMatchObject(problem('reportMissing'));
    expect((await body.change(id, { reportExempt: true })).body).not.toHaveProperty('reportDueOn');
    expect((await body.act('close', id)).status).toBe(200);
    expect((await body.act('close', await body.meeting(['miss']))).status).toBe(200);
  });

  it('are corrected whole while they may take place, and later in part', async () => {
    const id = await body.meeting();
    expect((await body.change(id, { endsOn: null, place: null })).status).toBe(200);
    expect(await read(id)).not.toHaveProperty('endsOn');
    expect(await body.change(id, { endsOn: '2024-11-01' })).toMatchObject(fault('endsOn', 'invalidPeriod'));
    expect(await body.change(id, { agenda: [] })).toMatchObject(fault('papers', 'schemaViolation'));
    await body.act('represent', id);
    expect(await body.change(id, { startsOn: '2024-11-12' })).toMatchObject(problem('recordClosed'));
    expect((await body.change(id, { papers: [], departments: ['bisa'] })).status).toBe(200);
  });

  it('need both official languages if they are public', async () => {
    const reason = { fr: 'Annulée.' };
    const incomplete = problem('languageIncomplete');
    expect(await body.announce({ title: reason, classification: 'public' })).toMatchObject(incomplete);
    const id = await body.meeting([], { classification: 'public' });
    expect(await body.change(id, { title: { nl: null } })).toMatchObject(incomplete);
    for (const act of ['miss', 'cancel']) expect(await body.act(act, id, { reason })).toMatchObject(incomplete);
    await body.act('attend', id);
    expect(await body.act('report', id, { outcome: reason })).toMatchObject(incomplete);
  });

  it('are refused when they would not fit into a fact', async () => {
    const title = { fr: '橋'.repeat(200), nl: '橋'.repeat(200), en: '橋'.repeat(200), de: '橋'.repeat(200) };
    const agenda = Array.from({ length: 30 }, (_, index) => ({ n: index + 1, title, kind: 'discussion' }));
    expect(await body.announce({ agenda })).toMatchObject({ status: 413 });
  });

  it('are hidden from others unless they are public themselves, even if the body is', async () => {
    const asOther = async (id: string) => (await body.call('read', id, { caller: anonymous })).status;
    expect(await asOther(await body.meeting())).toBe(404);
    expect(await asOther(await body.meeting([], { classification: 'public' }))).toBe(200);
    expect((await body.announce({}, { caller: partnerFlanders })).status).toBe(403);
  });

  describe('with a last day for the report', () => {
    it('are marked once when the last day for the report is over in Brussels', async () => {
      const id = await body.meeting(['attend']);
      const clock = stage.app.app.get(DeadlineWorker);
      for (const now of ['2024-11-30T12:00:00Z', '2024-12-24T12:00:00Z']) await clock.check(new Date(now));
      const facts = await body.factsOf(id);
      expect(facts.map(({ type }) => type).slice(1)).toEqual(['bodyMeetings.attended', 'bodyMeetings.reportOverdue']);
      expect(JSON.parse(facts.at(-1)?.data ?? '')).toMatchObject({ status: 'attended', reportOverdueOn: '2024-11-30' });
    });
  });

  describe('and their delegates (P1)', () => {
    it('go with a mandate on a seat of the body that is in force on the first day', async () => {
      const elsewhere = (await BodyWithDelegate.of(stage)).mandate;
      const late = await mandateIn(stage, body.bodyId, '2024-11-15');
      const [suspended, ended] = [await mandateIn(stage, body.bodyId), await mandateIn(stage, body.bodyId)];
      await mandate('suspend', suspended.id, '2024-11-14');
      await mandate('end', ended.id, '2024-11-14');
      const id = await body.meeting();
      for (const act of ['prepare', 'attend'])
        for (const { id: other, ref } of [elsewhere, late, suspended, ended])
          expect(await body.act(act, id, { delegates: [body.mandate.id, other] })).toMatchObject(
            problem('noMandate', { on: meetingExample.startsOn, mandates: [ref] }),
          );
      const unknown = '01930000-0000-7000-8000-000000000000';
      expect(await body.act('attend', id, { delegates: [unknown] })).toMatchObject(
        fault('delegates', 'referencedResourceNotFound'),
      );
    });

    it('need one on the day to which a prepared meeting moves', async () => {
      const late = await mandateIn(stage, body.bodyId, '2024-11-15');
      const id = await body.meeting([], { startsOn: '2024-11-15' });
      await body.act('prepare', id, { delegates: [late.id] });
      const moved = await body.change(id, { startsOn: '2024-11-14' });
      expect(moved).toMatchObject(problem('noMandate', { on: '2024-11-14', mandates: [late.ref] }));
      expect((await body.change(id, { startsOn: '2024-11-18', endsOn: null })).status).toBe(200);
    });

    it('keep their mandates from being taken back, as long as the meeting names them', async () => {
      const { id: mandateId } = await mandateIn(stage, body.bodyId);
      const [prepared, missed] = [await body.meeting(), await body.meeting()];
      for (const id of [prepared, missed]) await body.act('prepare', id, { delegates: [mandateId, body.mandate.id] });
      await body.act('miss', missed);
      const { ref } = await read(prepared);
      expect(await mandate('retract', mandateId)).toMatchObject(problem('stillReferenced', { references: [ref] }));
      await body.call('retract', prepared, { body: { transition: 'retract' } });
      expect((await mandate('retract', mandateId)).status).toBe(200);
      expect(await body.act('attend', await body.meeting(), { delegates: [mandateId] })).toMatchObject(
        fault('delegates', 'referencedResourceNotFound'),
      );
    });

    it('wait for a mandate that is being taken back', async () => {
      const { id: mandateId } = await mandateIn(stage, body.bodyId);
      const id = await body.meeting();
      const attending = await stage.app.database.source.transaction(async (other) => {
        await other.query('SELECT 1 FROM mandate WHERE id = $1 FOR UPDATE', [mandateId]);
        const answer = body.act('attend', id, { delegates: [mandateId] });
        await untilSomeoneWaits(stage.app.database);
        await other.query('UPDATE mandate SET retracted_at = now() WHERE id = $1', [mandateId]);
        return { answer };
      });
      expect(await attending.answer).toMatchObject(fault('delegates', 'referencedResourceNotFound'));
    });
  });

  it('are found by what their list is narrowed by, in the order of their days', async () => {
    const own = await BodyWithDelegate.of(stage);
    const first = await own.meeting(['attend', 'report'], { themes: ['housing'] });
    const second = await own.meeting(['attend'], { startsOn: '2024-12-16', endsOn: undefined, departments: ['bisa'] });
    const third = await own.meeting(['miss'], { startsOn: '2024-12-17', endsOn: undefined });
    const list = async (query: Record<string, string[]>) => {
      const asked = { bodyId: [own.bodyId], ...query };
      const { body: page } = await stage.client.call('rpc.representation.body-meetings.list', { query: asked });
      return page.items.map(({ id }: { id: string }) => id);
    };
    expect(await list({})).toEqual([third, second, first]);
    expect(await list({ sort: ['reportDueOn'] })).toEqual([first, second, third]);
    expect(await list({ status: ['attended', 'missed'] })).toEqual([third, second]);
    expect(await list({ presence: ['missed'] })).toEqual([third]);
    expect(await list({ department: ['bisa'] })).toEqual([second]);
    expect(await list({ theme: ['housing'] })).toEqual([first]);
    expect(await list({ startsOnFrom: ['2024-12-01'], startsOnTo: ['2024-12-16'] })).toEqual([second]);
    expect(await list({ reportDueOnTo: ['2024-12-01'] })).toEqual([first]);
    expect(await list({ reportedOnFrom: ['2024-01-01'] })).toEqual([first]);
    expect(await list({ q: ['Werkprogramma'], startsOnFrom: ['2024-12-17'] })).toEqual([third]);
  });

  it('are taken back, if they were registered in error', async () => {
    const taken = { subject: 'rpc.representation.body-meetings', parameter: 'bodyMeetingId' };
    expect(await takeBack(stage, { ...taken, id: await body.meeting(['attend']) })).toEqual(takenBack);
    expect(await body.announce({}, { path: { bodyId: '01930000-0000-7000-8000-000000000000' } })).toMatchObject({
      status: 404,
    });
  });

  it('keep their body from being taken back', async () => {
    const own = await BodyWithDelegate.of(stage);
    const { ref } = await read(await own.meeting());
    const retracted = await stage.client.call('rpc.representation.bodies.retract', {
      path: { bodyId: own.bodyId },
      body: { transition: 'retract' },
      caller: editor,
    });
    expect(retracted.body.references).toContain(ref);
  });

  it('offer to positions what these need of them', async () => {
    const id = await body.meeting();
    const offered = (meetingId: string) =>
      stage.app.database.source.transaction((tx) =>
        meetingForPosition(tx as Parameters<typeof meetingForPosition>[0], meetingId),
      );
    expect(await offered(id)).toEqual({
      id,
      bodyId: body.bodyId,
      startsOn: meetingExample.startsOn,
      status: 'announced',
      agenda: meetingExample.agenda,
      voting: null,
      positionDays: 5,
      level: 'europe',
      objective: 'O2',
    });
    await body.call('retract', id, { body: { transition: 'retract' } });
    await expect(offered(id)).rejects.toThrow(/bodyMeetingId: refers to a record that does not exist/);
  });
});
