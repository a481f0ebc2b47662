import { onStage } from '@passerelle/testing/stage';
import { Clock } from '../clock.js';
import { cooperation } from '../cooperation.js';
import { consulting, day, flanders, now, problem } from './consulting.builder.js';
import { byLetter } from './consultation.example.js';

const stage = onStage(cooperation);

const { act, give, read, log, ask, open, agreed } = consulting(stage);

describe('what fell due', () => {
  const overdue = (id: string) =>
    stage.app.database.query(`UPDATE consultation SET due_on = $2::date - 1, due_at = $2::date WHERE id = $1`, [
      id,
      day(-1),
    ]);

  it('is told before the act that comes after it, whether or not the clock has looked', async () => {
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

  it('is not undone by an extension that comes too late, and stays for the clock to tell', async () => {
    const id = await agreed();
    await act('propose-extension', id, { dueOn: day(45), reason: { nl: 'Vertaling.', fr: 'Traduction.' } });
    await overdue(id);
    expect(problem(await act('extend', id, { dueOn: day(45) }, flanders))).toBe('409 illegalTransition');
    await stage.app.app.get(Clock).tell(new Date());
    expect(await read(id)).toMatchObject({ status: 'lapsed', unanswered: true });
  });

  it('is told of all others when one of them fails', async () => {
    const [broken, whole] = [await open({ replyDueOn: day(5) }), await open({ replyDueOn: day(5) })];
    await stage.app.database.query(`UPDATE consultation SET plan_type = 'notOne' WHERE id = $1`, [broken]);
    await stage.app.app.get(Clock).tell(new Date(`${day(7)}T12:00:00Z`));
    expect((await read(whole)).status).toBe('noReply');
    await stage.app.database.query(`UPDATE consultation SET plan_type = 'vlaGrup' WHERE id = $1`, [broken]);
    expect(await read(broken)).toMatchObject({ status: 'notified', version: 1 });
  });
});

describe('what it copies of its plan', () => {
  const change = async (planId: string, body: object) => {
    const { version } = (await stage.client.call('rpc.cooperation.plans.read', { path: { planId } })).body;
    return stage.client.call('rpc.cooperation.plans.change', { path: { planId }, body, ifMatch: `"${version}"` });
  };

  it('follows the plan, and what is restricted is known to no other region any more', async () => {
    const id = await agreed();
    const opinionId = (await give(id)).body.id;
    const { planId } = await read(id);
    const title = { fr: 'Autre titre', nl: 'Andere titel' };
    expect(await change(planId, { title })).toMatchObject({ status: 200 });
    expect(await read(id)).toMatchObject({ planTitle: title, classification: 'internal' });
    expect((await change(planId, { classification: 'restricted' })).status).toBe(200);
    const facts = await stage.app.database.query<{ type: string; classification: string }>(
      `SELECT type, data::json->>'classification' AS classification FROM event_log WHERE aggregate_id = ANY($1) ORDER BY position DESC LIMIT 2`,
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

  it('is its inquiry too, once that is opened', async () => {
    const walloon = { planType: 'walSdt', party: 'BE-WAL', parties: ['BE-WAL', 'BE-BRU'] };
    const docs = ['draftPlan', 'environmentalReport', 'transboundaryInformation'];
    const asked = { legalBasis: 'walEnvironment', ...byLetter };
    const opened = await ask(asked, { ...walloon, docs, sentAt: new Date().toISOString() }, {});
    expect(opened.status).toBe(201);
    expect('notSimultaneous' in opened.body).toBe(false);
    const publicInquiry = { from: now, to: day(45), countingRule: 'calendarDaysInclusive', communes: ['Namur'] };
    const step = { stepCode: 'publicInquiryOpened', occurredOn: now, publicInquiry, source: 'Moniteur belge' };
    const path = { planComponentId: opened.body.componentId };
    const told = await stage.client.call('rpc.cooperation.plan-components.record-step-of', { path, body: step });
    expect(told).toMatchObject({ status: 200 });
    expect(await read(opened.body.id)).toMatchObject({ notSimultaneous: false, inquiry: { days: 46 } });
  });
});
