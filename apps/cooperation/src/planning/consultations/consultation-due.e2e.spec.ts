import { onStage } from '@passerelle/testing/stage';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { consulting, day, flanders, now, problem } from './consulting.builder.js';
import { byLetter } from './consultation.example.js';

const stage = onStage(cooperation);

describe('consultations due', () => {
  const { act, give, read, log, ask, open, agreed } = consulting(stage);

  describe('an expired deadline', () => {
    const overdue = (id: string) =>
      stage.app.database.query(`UPDATE consultation SET due_on = $2::date - 1, due_at = $2::date WHERE id = $1`, [
        id,
        day(-1),
      ]);

    it('is recorded before the next act, whether or not the deadline worker has run', async () => {
      const id = await open({ replyDueOn: now });
      await stage.app.database.query(`UPDATE consultation SET reply_due_on = $2::date WHERE id = $1`, [id, day(-2)]);
      expect((await act('reply', id, { wish: 'yes' })).body).toMatchObject({ replyLate: true, unansweredOn: day(-1) });
      expect(await log(id)).toEqual(['opened', 'unanswered', 'entered']);
      const late = await agreed();
      await overdue(late);
      expect((await give(late)).body).toMatchObject({ late: true });
      expect(await log(late)).toEqual([
        ...['opened', 'entered', 'timeframeProposed', 'timeframeAgreed'],
        ...['lapsed', 'opinionReceived'],
      ]);
    });

    it('is not undone by a late extension, and is left to the deadline worker', async () => {
      const id = await agreed();
      await act('propose-extension', id, { dueOn: day(45), reason: { nl: 'Vertaling.', fr: 'Traduction.' } });
      await overdue(id);
      expect(problem(await act('extend', id, { dueOn: day(45) }, flanders))).toBe('409 illegalTransition');
      await stage.app.app.get(DeadlineWorker).check(new Date());
      expect(await read(id)).toMatchObject({ status: 'lapsed', unanswered: true });
    });

    it('is recorded for all others when one of them fails', async () => {
      const [broken, whole] = [await open({ replyDueOn: day(5) }), await open({ replyDueOn: day(5) })];
      await stage.app.database.query(`UPDATE consultation SET plan_type = 'notOne' WHERE id = $1`, [broken]);
      await stage.app.app.get(DeadlineWorker).check(new Date(`${day(7)}T12:00:00Z`));
      expect((await read(whole)).status).toBe('noReply');
      await stage.app.database.query(`UPDATE consultation SET plan_type = 'vlaGrup' WHERE id = $1`, [broken]);
      expect(await read(broken)).toMatchObject({ status: 'notified', version: 1 });
    });
  });

  describe('a time-frame', () => {
    const issue = (name: string) => [{ name, type: 'urn:problem-type:belgif:input-validation:invalidPeriod' }];

    it('that would be over already, or end beyond the calendar, is refused as an invalid period', async () => {
      const id = await open();
      await act('reply', id, { wish: 'yes' });
      const rule = { countingRule: 'calendarDaysExclusive' };
      const propose = (scope: object) => act('propose-timeframe', id, { ...rule, ...scope });
      for (const [name, scope] of [
        ['days', { startsOn: '2199-12-01', days: 60 }],
        ['days', { startsOn: day(-40), days: 30 }],
        ['dueOn', { startsOn: day(-40), dueOn: day(-1) }],
      ] as const)
        expect(await propose(scope)).toMatchObject({ status: 400, body: { issues: issue(name) } });
      expect(await propose({ startsOn: day(-40), dueOn: now })).toMatchObject({ status: 200 });
    });
  });

  describe('its copies of plan fields', () => {
    const change = async (planId: string, body: object) => {
      const { version } = (await stage.client.call('rpc.cooperation.plans.read', { path: { planId } })).body;
      return stage.client.call('rpc.cooperation.plans.change', { path: { planId }, body, ifMatch: `"${version}"` });
    };

    it('follow the plan, and a restricted consultation is hidden from every other region', async () => {
      const id = await agreed();
      const opinionId = (await give(id)).body.id;
      const { planId } = await read(id);
      const title = { fr: 'Autre titre', nl: 'Andere titel' };
      expect(await change(planId, { title })).toMatchObject({ status: 200 });
      expect(await read(id)).toMatchObject({ planTitle: title, classification: 'internal' });
      expect((await change(planId, { classification: 'restricted' })).status).toBe(200);
      const facts = await stage.app.database.query<{ type: string; classification: string }>(
        `SELECT type, data::json->>'classification' AS classification FROM event_log WHERE product = 'internal' AND aggregate_id = ANY($1) ORDER BY position DESC LIMIT 2`,
        [[id, opinionId]],
      );
      expect(facts.map(({ type, classification }) => `${type} ${classification}`).sort()).toEqual([
        'consultations.changed restricted',
        'opinions.changed restricted',
      ]);
      for (const [subject, path] of [
        ['consultations', { consultationId: id }],
        ['opinions', { opinionId }],
      ] as const)
        expect((await stage.client.call(`rpc.cooperation.${subject}.read`, { path, ...flanders })).status).toBe(404);
    });

    it('include the inquiry, once it is opened', async () => {
      const walloon = { planType: 'walOtherPlan', party: 'BE-WAL', parties: ['BE-WAL', 'BE-BRU'] };
      const docs = ['draftPlan', 'environmentalReport', 'transboundaryInformation'];
      const asked = { legalBasis: 'walEnvironment', ...byLetter };
      const countingRule = 'calendarDaysInclusive';
      const announced = { from: day(3), to: day(47), countingRule, days: 45, communes: [] };
      const plan = { ...walloon, docs, inquiry: announced, sentAt: new Date().toISOString() };
      const opened = await ask(asked, plan, {});
      expect(opened).toMatchObject({ status: 201, body: { notSimultaneous: false, inquiry: { days: 45 } } });
      const publicInquiry = { from: day(-1), to: day(44), countingRule, communes: ['Namur'] };
      const step = { stepCode: 'publicInquiryOpened', occurredOn: day(-1), publicInquiry, source: 'Moniteur belge' };
      const path = { planComponentId: opened.body.componentId };
      const told = await stage.client.call('rpc.cooperation.procedure-steps.record', { path, body: step });
      expect(told).toMatchObject({ status: 201 });
      expect(await read(opened.body.id)).toMatchObject({ notSimultaneous: true, inquiry: { days: 46 } });
    });
  });
});
