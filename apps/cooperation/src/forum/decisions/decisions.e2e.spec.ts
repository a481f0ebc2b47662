import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, partnerWallonia, type CallOptions } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { actionLife } from './action-item.life.js';
import { actionExample, closureExample, decisionExample, reopeningExample } from './decision.example.js';

const stage = onStage(cooperation);

describe('decisions', () => {
  const agreementTerms = {
    title: { fr: 'Accord sur le Forum', nl: 'Akkoord over het Forum' },
    parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
    level: 'belgium',
    objective: 'O1',
    departments: ['generalDirectorate'],
    source: 'A test',
    classification: 'public',
  };

  const flanders = { caller: partnerFlanders };
  const wallonia = { caller: partnerWallonia };
  const decisions = (act: string) => `rpc.cooperation.decisions.${act}`;
  const items = (act: string) => `rpc.cooperation.action-items.${act}`;
  const planned = async (underAgreement: object = {}): Promise<string> => {
    const body = { ...agreementTerms, ...underAgreement };
    const { id: agreementId } = (await stage.client.call('rpc.cooperation.agreements.register', { body })).body;
    const meeting = { tier: 'administrative', scheduledOn: '2027-03-01', chairParty: 'BE-VLG', agreementId };
    return (await stage.client.call('rpc.cooperation.forum-meetings.plan', { body: meeting })).body.id;
  };
  const held = async (underAgreement: object = {}): Promise<string> => {
    const forumMeetingId = await planned(underAgreement);
    await stage.client.call('rpc.cooperation.forum-meetings.hold', {
      path: { forumMeetingId },
      body: { transition: 'hold', on: '2026-03-02' },
    });
    return forumMeetingId;
  };
  const adopt = (forumMeetingId: string, changes: object = {}, options: CallOptions = {}) =>
    stage.client.call(decisions('adopt'), {
      path: { forumMeetingId },
      body: { ...decisionExample, ...changes },
      ...options,
    });
  const change = (decisionId: string, body: object, ifMatch?: string) =>
    stage.client.call(decisions('change'), {
      path: { decisionId },
      body,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    });
  const open = (decisionId: string, changes: object = {}, options: CallOptions = {}) =>
    stage.client.call(items('open'), { path: { decisionId }, body: { ...actionExample, ...changes }, ...options });
  const act = (verb: string, actionItemId: string, body: object, options: CallOptions = {}) =>
    stage.client.call(items(verb), { path: { actionItemId }, body: { transition: verb, ...body }, ...options });
  const correct = (actionItemId: string, body: object, options: CallOptions = {}) =>
    stage.client.call(items('change'), { path: { actionItemId }, body, ifMatch: '"1"', ...options });
  const opened = async (changes: object = {}): Promise<string> =>
    (await open((await adopt(await held())).body.id, changes)).body.id;
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });
  const { on, outcome, source } = closureExample;

  describe('a decision', () => {
    it('is recorded for a meeting that was held, and leaves one whole fact', async () => {
      const forumMeetingId = await held();
      const answer = await adopt(forumMeetingId);
      expect(answer).toMatchObject({
        status: 201,
        body: { forumMeetingId, decidedOn: '2026-03-02', kind: 'decision' },
      });
      expect(answer.header('Location')).toBe(`http://passerelle.test/v1/decisions/${answer.body.id}`);
      const { href, changedAt, ...state } = answer.body;
      const [fact, ...more] = await log(answer.body.id);
      expect([fact?.type, more]).toEqual(['decisions.adopted', []]);
      expect(JSON.parse(fact?.data ?? '')).toEqual(state);
    });

    it('needs a meeting that took place, and parties to the agreement', async () => {
      expect(await adopt(await planned())).toMatchObject(problem('meetingNotHeld'));
      const meeting = await held();
      expect(await adopt(meeting, { adoptedBy: ['BE-BRU', 'X-BE-DG'] })).toMatchObject(problem('notAParty'));
      expect(await adopt(meeting, { text: { fr: 'Seulement en français' } })).toMatchObject(
        problem('languageIncomplete'),
      );
      expect(await adopt(meeting, { kind: 'recommendation' })).toMatchObject({
        status: 400,
        body: { issues: [{ name: 'dueOn' }] },
      });
      expect(await adopt('01930000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
    });

    it('is recorded by the chair, for the parties', async () => {
      const meeting = await held({ classification: 'internal' });
      expect((await adopt(meeting, {}, wallonia)).status).toBe(403);
      const { status, body } = await adopt(meeting, {}, flanders);
      expect(status).toBe(201);
      expect((await open(body.id, {}, wallonia)).status).toBe(403);
      expect((await open(body.id, {}, flanders)).status).toBe(201);
      const bilateral = await held({ classification: 'internal', parties: ['BE-BRU', 'BE-WAL'] });
      expect((await adopt(bilateral, { adoptedBy: ['BE-BRU'] }, flanders)).status).toBe(404);
    });

    it('can be corrected until one of its action items is closed', async () => {
      const { id } = (await adopt(await held())).body;
      expect((await change(id, { kind: 'information' })).status).toBe(428);
      expect(await change(id, { kind: 'information', dueOn: null }, '"1"')).toMatchObject({
        status: 200,
        body: { kind: 'information', version: 2 },
      });
      const item = (await open(id)).body.id;
      expect((await change(id, { adoptedBy: ['BE-WAL'] }, '"2"')).status).toBe(200);
      await act('close', item, closureExample);
      expect(await change(id, { adoptedBy: ['BE-BRU'] }, '"3"')).toMatchObject(problem('actionItemClosed'));
      expect((await log(id)).map(({ type }) => type)).toEqual([
        'decisions.adopted',
        'decisions.changed',
        'decisions.changed',
      ]);
    });

    it('is taken back once no action item refers to it, and takes none afterwards', async () => {
      const { id: decisionId } = (await adopt(await held())).body;
      const item = (await open(decisionId)).body;
      const retract = (options: CallOptions = {}) =>
        stage.client.call(decisions('retract'), {
          path: { decisionId },
          body: { transition: 'retract' },
          ...options,
        });
      expect((await retract(wallonia)).status).toBe(403);
      expect(await retract(flanders)).toMatchObject({
        ...problem('stillReferenced'),
        body: { references: [item.ref] },
      });
      expect((await act('retract', item.id, {}, flanders)).status).toBe(200);
      const taken = { subject: 'rpc.cooperation.decisions', parameter: 'decisionId', id: decisionId };
      expect(await takeBack(stage, taken)).toEqual(takenBack);
      expect(await open(decisionId)).toMatchObject(problem('recordRetracted'));
    });
  });

  describe('an action item', () => {
    it('is closed by the region that owns it, on the day of the request', async () => {
      const id = await opened();
      expect((await act('close', id, { outcome }, wallonia)).status).toBe(403);
      const closed = await act('close', id, { outcome }, flanders);
      expect(closed).toMatchObject({ status: 200, body: { status: 'closed', outcome } });
      expect(await act('reopen', id, { reason: reopeningExample.reason }, flanders)).toMatchObject({
        status: 200,
        body: { status: 'open', reopenReason: reopeningExample.reason },
      });
      const facts = (await log(id)).map(({ type }) => type);
      expect(facts).toEqual(['actionItems.opened', 'actionItems.closed', 'actionItems.reopened']);
    });

    it('needs a source where Brussels closes it for another region', async () => {
      const id = await opened();
      expect(await act('close', id, { on, outcome })).toMatchObject(problem('sourceRequired'));
      expect(await act('close', id, { on, outcome, source })).toMatchObject({ body: { doneOn: on, source } });
      expect(await act('reopen', id, { reason: reopeningExample.reason })).toMatchObject(problem('sourceRequired'));
    });

    it('needs an outcome to be closed (I9), and an owner that is a party to the agreement', async () => {
      const id = await opened();
      expect(await act('close', id, { on, source })).toMatchObject({
        status: 400,
        body: { issues: [{ name: 'outcome' }] },
      });
      const decision = (await adopt(await held())).body.id;
      expect(await open(decision, { ownerParty: 'X-BE-DG' })).toMatchObject(problem('notAParty'));
      expect(await open(decision, { title: { en: 'English only' } })).toMatchObject(problem('languageIncomplete'));
    });

    it('needs an outcome in both languages, and cannot be closed before the decision', async () => {
      const id = await opened();
      const french = { fr: 'Liste transmise.' };
      expect(await act('close', id, { on, source, outcome: french })).toMatchObject(problem('languageIncomplete'));
      expect(await act('close', id, { on: '2026-03-01', source, outcome })).toMatchObject({
        status: 400,
        body: { issues: [{ name: 'on' }] },
      });
      await act('close', id, closureExample);
      expect(await act('reopen', id, { reason: french, source })).toMatchObject(problem('languageIncomplete'));
    });

    it('is marked overdue once, when its due day is over in Brussels', async () => {
      const [id, other] = [await opened({ dueOn: '2098-04-30' }), await opened({ dueOn: '2098-12-31' })];
      const clock = stage.app.app.get(DeadlineWorker);
      await clock.check(new Date('2098-04-30T21:59:00Z'));
      expect((await log(id)).length).toBe(1);
      await clock.check(new Date('2098-04-30T22:01:00Z'));
      await clock.check(new Date('2098-05-20T12:00:00Z'));
      expect((await log(id)).map(({ type }) => type)).toEqual(['actionItems.opened', 'actionItems.overdue']);
      expect((await log(other)).length).toBe(1);
      const overdue = (await log(id)).at(-1)?.data ?? '';
      expect(JSON.parse(overdue)).toMatchObject({ status: 'open', overdueOn: '2098-05-01', version: 2 });
      const list = await stage.client.call(items('list'), { query: { overdueOnFrom: ['2098-01-01'] } });
      expect(list.body.items.map((each: { id: string }) => each.id)).toEqual([id]);
      expect(await act('close', id, { outcome, source })).toMatchObject({ body: { overdueOn: '2098-05-01' } });
    });

    it('is corrected by the chair while it is open, and stays marked as overdue', async () => {
      const id = await opened({ dueOn: '2026-04-10' });
      await stage.app.app.get(DeadlineWorker).check(new Date('2026-04-11T12:00:00Z'));
      expect((await correct(id, { dueOn: '2098-12-31' }, wallonia)).status).toBe(403);
      expect(await correct(id, { dueOn: '2098-12-31' }, { ...flanders, ifMatch: '"2"' })).toMatchObject({
        status: 200,
        body: { dueOn: '2098-12-31', overdueOn: '2026-04-11', version: 3 },
      });
      expect(await correct(id, { dueOn: '2026-03-01' }, { ifMatch: '"3"' })).toMatchObject({
        status: 400,
        body: { issues: [{ name: 'dueOn' }] },
      });
      await act('close', id, closureExample);
      expect(await correct(id, { dueOn: '2099-01-31' }, { ifMatch: '"4"' })).toMatchObject(problem('recordClosed'));
      const facts = ['opened', 'overdue', 'changed', 'closed'].map((verb) => `actionItems.${verb}`);
      expect((await log(id)).map(({ type }) => type)).toEqual(facts);
    });

    it('is taken back, and no longer keeps its decision from being corrected', async () => {
      const { id: decisionId } = (await adopt(await held())).body;
      const id = (await open(decisionId, { dueOn: '2098-04-30' })).body.id;
      await act('close', id, closureExample);
      expect(await change(decisionId, { adoptedBy: ['BE-WAL'] }, '"1"')).toMatchObject(problem('actionItemClosed'));
      const taken = { subject: 'rpc.cooperation.action-items', parameter: 'actionItemId', id };
      expect(await takeBack(stage, taken)).toEqual(takenBack);
      expect((await change(decisionId, { adoptedBy: ['BE-WAL'] }, '"1"')).status).toBe(200);
    });

    it('says until when its owner is awaited', async () => {
      const id = await opened();
      const now = async (options: CallOptions = {}) =>
        (await stage.client.call(items('transitions'), { path: { actionItemId: id }, ...options })).body;
      expect(await now(wallonia)).toMatchObject({
        items: [],
        awaited: [{ transition: 'close', party: 'BE-VLG', until: actionExample.dueOn }],
      });
      const names = (await now(flanders)).items.map(({ transition }: { transition: string }) => transition);
      expect(names).toEqual(['close', 'retract']);
      expect((await now(flanders)).awaited).toEqual([]);
    });

    it('can be closed late, and is marked so', async () => {
      const id = await opened({ dueOn: '2026-04-10' });
      expect(await act('close', id, closureExample)).toMatchObject({ status: 200, body: { late: true, doneOn: on } });
    });

    it('refuses every transition outside its state table, and changes nothing', async () => {
      const { walked, wrong } = await walkForbidden({
        ...stage,
        table: 'action_item',
        states: actionLife.transitions,
        acts: {
          close: { subject: items('close'), body: { transition: 'close', ...closureExample } },
          reopen: { subject: items('reopen'), body: { transition: 'reopen', ...reopeningExample } },
        },
        id: await opened(),
        parameter: 'actionItemId',
      });
      expect([walked, wrong]).toEqual([2, []]);
    });
  });

  it('lists decisions and action items by words, owner, meeting and day', async () => {
    const meeting = await held();
    const text = { fr: 'Inventaire des friches ferroviaires', nl: 'Inventaris van de spoorwegterreinen' };
    const { id } = (await adopt(meeting, { text, dueOn: '2041-06-30' })).body;
    const title = { fr: 'Cartographier les friches', nl: 'De terreinen in kaart brengen' };
    const item = (await open(id, { title, dueOn: '2041-05-31', ownerParty: 'BE-WAL' })).body.id;
    const found = async (subject: string, query: Record<string, string[]>) =>
      (await stage.client.call(subject, { query })).body.items.map((each: { id: string }) => each.id);
    const byDecision = (query: Record<string, string[]>) => found(decisions('list'), query);
    expect(await byDecision({ q: ['friche ferroviaire'] })).toEqual([id]);
    expect(await byDecision({ forumMeetingId: [meeting], kind: ['decision'], adoptedBy: ['BE-VLG'] })).toEqual([id]);
    expect(await byDecision({ dueOnFrom: ['2041-01-01'], sort: ['dueOn'] })).toEqual([id]);
    const byItem = (query: Record<string, string[]>) => found(items('list'), query);
    expect(await byItem({ q: ['terreinen'] })).toEqual([item]);
    expect(await byItem({ ownerParty: ['BE-WAL'], dueOnFrom: ['2041-01-01'], status: ['open'] })).toEqual([item]);
    const embedded = await stage.client.call(items('list'), { query: { decisionId: [id], embed: ['decision'] } });
    expect(Object.keys(embedded.body.embedded)).toEqual([`http://passerelle.test/v1/decisions/${id}`]);
  });
});
