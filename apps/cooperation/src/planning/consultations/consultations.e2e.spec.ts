import { untilSomeoneWaits } from '@passerelle/testing/locks';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, approver, partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { consultable } from './consultable.builder.js';
import { consulting, day, flanders, now, problem, timeframe, transitionOf } from './consulting.builder.js';
import { answersExample, byLetter, decisionExample, opinionExample } from './consultation.example.js';
import { consultationLife } from './consultation.life.js';

const stage = onStage(cooperation);

describe('consultations', () => {
  const { act, give, read, log, ask, open, agreed } = consulting(stage);
  const terms = { affectedParty: 'BE-BRU', trigger: 'significantEffects', legalBasis: 'seaDirective' };

  describe('opening a consultation', () => {
    it.each([
      [
        'no draft: the vision of the Flemish policy plan is not one',
        { legalBasis: 'seaDirective' },
        { planType: 'vlaBrv', status: 'inPreparation', draftAdoptedOn: null },
        '409 noDraft',
      ],
      ['an adopted plan', {}, { finallyAdoptedOn: '2026-10-01' }, '409 tooLateToConsult'],
      ['no environmental report', {}, { docs: ['draftPlan'] }, '409 rieMissing'],
      ['a notice of an earlier draft', {}, { draftAdoptedOn: '2026-09-20' }, '409 noticeOutdated'],
      ['no draft in the notice', {}, { docs: ['environmentalReport'] }, '409 documentsMissing'],
      ['a law for other plans', { legalBasis: 'walCodt' }, {}, '409 legalBasisNotApplicable'],
      ['a convention on projects', { legalBasis: 'espoo' }, {}, '409 legalBasisNotApplicable'],
      ['a retired code', { legalBasis: 'vlaRup', trigger: 'adjacency' }, {}, '400 codeRetired'],
      ['a notice to another region', {}, { toParties: ['BE-WAL'] }, '409 notAddressed'],
      [
        'a region without a common border',
        { legalBasis: 'vlaRupStartNote', trigger: 'adjacency' },
        { docs: ['startNote'], area: { refs: [{ scheme: 'NUTS', code: 'BE25', version: '2021' }], exclusions: [] } },
        '409 notAdjacent',
      ],
      ['a trigger that the law does not list', { trigger: 'adjacency' }, {}, '400 triggerNotInLegalBasis'],
      [
        'the author as affected region',
        { affectedParty: 'BE-VLG' },
        { toParties: ['BE-VLG'] },
        '400 samePlanningAuthority',
      ],
      ['sides other than the home region', { affectedParty: 'BE-WAL' }, { toParties: ['BE-WAL'] }, '400 notASide'],
      ['a request without its day', { trigger: 'requestedByAffected' }, {}, '400 schemaViolation'],
      ['a plan of another region', {}, { party: 'BE-WAL', planType: 'walSdt' }, '409 noMandateForParty'],
      ['a date in the future', { at: '2199-01-01T00:00:00Z' }, {}, '400 factInFuture'],
      [
        'a restricted classification, set by another region',
        { classification: 'restricted' },
        {},
        '400 schemaViolation',
      ],
    ])('refuses %s', async (_, changes, plan, expected) => {
      expect(problem(await ask(changes, plan))).toBe(expected);
    });

    it('refuses an ordinance on other plans, where the planning code has its own rule', async () => {
      const ours = { planType: 'bruPad', party: 'BE-BRU', toParties: ['BE-VLG'] };
      const asked = (legalBasis: string) => ask({ legalBasis, affectedParty: 'BE-VLG' }, ours, {});
      expect(problem(await asked('bruSea'))).toBe('409 legalBasisNotApplicable');
      expect(await asked('bruCobatPad')).toMatchObject({ status: 201, body: { legalBasis: 'bruCobatPad' } });
    });

    it.each(['vlaGrup', 'vlaPrup', 'vlaGemeentelijkRup'])(
      'accepts a plan of type %s that borders Brussels in the arrondissement of Leuven',
      async (planType) => {
        const leuven = { refs: [{ scheme: 'NUTS', code: 'BE242', version: '2021' }], exclusions: [] };
        const plan = { planType, area: leuven, status: 'inPreparation', draftAdoptedOn: null };
        for (const [legalBasis, document] of [
          ['vlaRupStartNote', 'startNote'],
          ['vlaRupPreliminaryDraft', 'preliminaryDraft'],
        ] as const) {
          const answer = await ask({ legalBasis, trigger: 'adjacency' }, { ...plan, docs: [document] });
          expect(answer).toMatchObject({ status: 201, body: { legalBasis, trigger: 'adjacency' } });
        }
      },
    );

    it('keeps a consultation readable, listed and usable after its legal basis is retired', async () => {
      const rup = { legalBasis: 'vlaRupStartNote', trigger: 'adjacency' };
      const id = await open(rup, { planType: 'vlaGrup', docs: ['startNote'] });
      await stage.app.database.query(`UPDATE consultation SET legal_basis = 'vlaRup' WHERE id = $1`, [id]);
      expect(await read(id)).toMatchObject({ legalBasis: 'vlaRup', status: 'notified' });
      const listed = await stage.client.call('rpc.cooperation.consultations.list', {
        query: { legalBasis: ['vlaRup'] },
      });
      expect(listed.body.items.map((item: { id: string }) => item.id)).toContain(id);
      expect(await act('reply', id, { wish: 'yes' })).toMatchObject({ status: 200, body: { legalBasis: 'vlaRup' } });
    });

    it('refuses a classification more open than its plan', async () => {
      const answer = await ask({ classification: 'public', ...byLetter }, {}, {});
      expect(problem(answer)).toBe('409 classificationLeak');
      expect(problem(await ask(byLetter, { classification: 'restricted' }, {}))).toBe('409 classificationLeak');
    });

    it('refuses another open consultation on the same draft, even opened concurrently', async () => {
      const body = { ...(await consultable(stage.app.database)), ...terms };
      const twins = await Promise.all(
        [1, 2, 3].map(() => stage.client.call('rpc.cooperation.consultations.open', { body, ...flanders })),
      );
      expect(twins.map(problem).sort()).toEqual([
        '201 undefined',
        '409 consultationAlreadyOpen',
        '409 consultationAlreadyOpen',
      ]);
    });

    it('refuses a plan, a part or a notice that does not exist or is hidden from the caller', async () => {
      const body = { ...(await consultable(stage.app.database)), ...terms };
      const nothing = '0193a5c4-7e1f-7000-8000-0000000000ff';
      for (const name of ['planId', 'componentId', 'noticeId'])
        expect(
          problem(
            await stage.client.call('rpc.cooperation.consultations.open', {
              body: { ...body, [name]: nothing },
              ...flanders,
            }),
          ),
        ).toBe('400 referencedResourceNotFound');
      const wallonia = await stage.client.call('rpc.cooperation.consultations.open', { body, caller: partnerWallonia });
      expect(problem(wallonia)).toBe('400 referencedResourceNotFound');
    });
  });

  it('is opened by the home region too, which then names the letter', async () => {
    expect(problem(await ask({}, {}, {}))).toBe('409 sourceRequired');
    const told = await ask({ ...byLetter, at: '2026-10-01T09:00:00Z' }, {}, {});
    expect(told).toMatchObject({
      status: 201,
      body: { openedOn: '2026-10-01', evidence: [{ act: 'open', ...byLetter }] },
    });
  });

  it('passes through its states, and each act leaves one fact', async () => {
    const id = await agreed();
    expect(
      problem(await act('propose-extension', id, { dueOn: day(20), reason: { nl: 'Te kort.', fr: 'Trop court.' } })),
    ).toBe('409 notAnExtension');
    await act('propose-extension', id, { dueOn: day(45), reason: { nl: 'Vertaling.', fr: 'Traduction.' } });
    expect(problem(await act('extend', id, { dueOn: day(45) }))).toBe('409 ownProposal');
    expect(problem(await act('extend', id, { dueOn: day(44) }, flanders))).toBe('409 notProposed');
    expect(problem(await act('extend', id, { dueOn: day(45), side: 'affected', ...byLetter }, flanders))).toBe(
      '409 ownProposal',
    );
    expect(
      problem(
        await act(
          'propose-extension',
          id,
          { dueOn: day(50), side: 'affected', reason: { nl: 'Nog.', fr: 'Encore.' } },
          flanders,
        ),
      ),
    ).toBe('409 noMandateForParty');
    await act('extend', id, { dueOn: day(45) }, flanders);
    const opinion = await give(id);
    expect(opinion).toMatchObject({
      status: 201,
      body: { late: false, party: 'BE-BRU', points: [{ n: 1 }, { n: 2 }] },
    });
    const answered = (body: object) =>
      stage.client.call('rpc.cooperation.opinions.answer', {
        path: { opinionId: opinion.body.id },
        body: { transition: 'answer', ...body },
        ...flanders,
      });
    expect(problem(await answered({ answers: answersExample.answers.slice(0, 1) }))).toBe('409 pointsUnanswered');
    expect(problem(await answered({ answers: [{ n: 1, answer: 'rejected' }] }))).toBe('400 schemaViolation');
    expect((await answered(answersExample)).status).toBe(200);
    const decided = { ...decisionExample, decidedOn: day(0) };
    expect(
      problem(
        await act('communicate-decision', id, { ...decided, documents: decided.documents.slice(0, 1) }, flanders),
      ),
    ).toBe('409 documentsMissing');
    expect((await act('communicate-decision', id, decided, flanders)).status).toBe(200);
    expect((await act('close', id, {}, flanders)).body).toMatchObject({ status: 'closed', closedOn: now });
    expect(await log(id)).toEqual([
      ...['opened', 'entered', 'timeframeProposed', 'timeframeAgreed', 'extensionProposed', 'extended'],
      ...['opinionReceived', 'answered', 'decisionCommunicated', 'closed'],
    ]);
    expect(await log(opinion.body.id)).toEqual(['opinions.submitted', 'opinions.answered']);
  });

  describe('the deadline worker', () => {
    const clock = () => stage.app.app.get(DeadlineWorker);
    const midnightAfter = (offset: number) => new Date(`${day(offset + 1)}T12:00:00Z`);

    it('records a missed reply once, and a late reply is accepted', async () => {
      const id = await open({ replyDueOn: day(5) });
      expect(await clock().check(new Date(`${day(5)}T12:00:00Z`))).toBe(0);
      await clock().check(midnightAfter(5));
      await clock().check(midnightAfter(6));
      expect(await read(id)).toMatchObject({ status: 'noReply', unanswered: true, unansweredOn: day(6) });
      expect((await act('reply', id, { wish: 'yes' })).body).toMatchObject({ status: 'entered', unanswered: false });
      expect(await log(id)).toEqual(['opened', 'unanswered', 'entered']);
    });

    it('records a lapse at the midnight after the last day, and a late opinion is kept', async () => {
      const id = await agreed();
      const lapse = new Date((await read(id)).dueAt);
      await clock().check(new Date(lapse.getTime() - 1));
      expect((await read(id)).status).toBe('timeframeAgreed');
      await clock().check(lapse);
      expect(await read(id)).toMatchObject({ status: 'lapsed', lapsedOn: day(31), unanswered: true });
      const [fact] = await stage.app.database.query<{ time: string }>(
        `SELECT envelope->>'time' AS time FROM event_log WHERE product = 'internal' AND aggregate_id = $1 AND type = 'consultations.lapsed'`,
        [id],
      );
      expect(fact?.time).toBe(lapse.toISOString());
      expect((await give(id)).status).toBe(201);
      expect(await read(id)).toMatchObject({ status: 'opinionReceived', unanswered: false, lapsedOn: day(31) });
    });

    it('marks as late an opinion sent one second after the last day', async () => {
      const id = await agreed();
      const over = `UPDATE consultation SET due_on = $2::date - 1, due_at = ($2::date)::timestamp AT TIME ZONE 'Europe/Brussels', last_act_at = opened_at - interval '2 days' WHERE id = $1`;
      await stage.app.database.query(over, [id, now]);
      const { dueAt } = await read(id);
      const second = new Date(new Date(dueAt).getTime() + 1_000).toISOString();
      const opinion = await give(id, { ...opinionExample, at: second, ...byLetter });
      expect(opinion).toMatchObject({ status: 201, body: { late: true, sentAt: second } });
      expect(await read(id)).toMatchObject({ opinionLate: true, opinionOn: now });
    });

    it('skips a consultation that changed between the query and the lock', async () => {
      const id = await open({ replyDueOn: day(5) });
      const other = stage.app.database.source.createQueryRunner();
      await other.startTransaction();
      await other.query(`UPDATE consultation SET status = 'entered', version = version + 1 WHERE id = $1`, [id]);
      const telling = clock().check(midnightAfter(5));
      await untilSomeoneWaits(stage.app.database);
      await other.commitTransaction();
      await other.release();
      await telling;
      expect(await log(id)).toEqual(['opened']);
    });
  });

  it('is visible to whom its classification allows, together with its opinion', async () => {
    const id = await agreed({}, { classification: 'public' });
    const opinionId = (await give(id)).body.id;
    const seen = async (caller = anonymous) => [
      (await stage.client.call('rpc.cooperation.consultations.read', { path: { consultationId: id }, caller })).status,
      (await stage.client.call('rpc.cooperation.opinions.read', { path: { opinionId }, caller })).status,
    ];
    const classify = async (classification: string) => {
      const { version } = await read(id);
      return act('change', id, { classification }, { ifMatch: `"${version}"` });
    };
    expect([await seen(), await seen(partnerWallonia), await seen(partnerFlanders)]).toEqual([
      [404, 404],
      [404, 404],
      [200, 200],
    ]);
    expect((await classify('public')).status).toBe(200);
    expect([await seen(), await seen(partnerWallonia), await seen(partnerFlanders)]).toEqual([
      [200, 200],
      [200, 200],
      [200, 200],
    ]);
    expect((await classify('restricted')).status).toBe(200);
    expect([await seen(), await seen(partnerWallonia), await seen(partnerFlanders)]).toEqual([
      [404, 404],
      [404, 404],
      [404, 404],
    ]);
  });

  it.each(['internal', 'restricted'])(
    'follows the next step of the author, also when it is %s',
    async (classification) => {
      const id = await open();
      if (classification === 'restricted') await act('change', id, { classification }, { ifMatch: '"1"' });
      const { componentId } = await read(id);
      const publicInquiry = { from: day(0), to: day(60), countingRule: 'calendarDaysExclusive' };
      const step = await stage.client.call('rpc.cooperation.procedure-steps.record', {
        path: { planComponentId: componentId },
        body: { stepCode: 'publicInquiryOpened', occurredOn: day(0), publicInquiry, source: 'Official gazette' },
        ...flanders,
      });
      expect(step.status).toBe(201);
      expect((await read(id)).inquiry).toMatchObject({ from: day(0), to: day(60) });
    },
  );

  it('refuses every transition outside its state table', async () => {
    const id = await agreed();
    const act = (verb: string, body: object) => ({
      subject: `rpc.cooperation.consultations.${verb}`,
      body: { transition: transitionOf(verb), ...body },
    });
    const asked = {
      acknowledge: act('acknowledge', {}),
      reply: act('reply', { wish: 'yes' }),
      proposeTimeframe: act('propose-timeframe', timeframe),
      agreeTimeframe: act('agree-timeframe', { dueOn: day(30) }),
      proposeExtension: act('propose-extension', { dueOn: day(40), reason: { fr: 'Trop court.' } }),
      extend: act('extend', { dueOn: day(40) }),
      close: act('close', byLetter),
    };
    const walk = {
      ...stage,
      table: 'consultation',
      states: consultationLife.transitions,
      id,
      parameter: 'consultationId',
    };
    const { walked, wrong } = await walkForbidden({ ...walk, acts: asked });
    expect(wrong).toEqual([]);
    const binding = {
      communicateDecision: { ...act('communicate-decision', decisionExample), caller: approver },
      withdraw: { ...act('withdraw', { reason: { fr: 'Abandon.' }, ...byLetter }), caller: approver },
      submitOpinion: { subject: 'rpc.cooperation.opinions.submit', body: opinionExample, caller: approver },
    };
    const second = await walkForbidden({ ...walk, acts: binding });
    expect(second.wrong).toEqual([]);
    process.stdout.write(
      `${walked + second.walked} forbidden transitions of a consultation refused by the running service\n`,
    );
  });

  it('is public in both languages, or not at all', async () => {
    const id = await agreed({}, { classification: 'public' });
    const { version } = await read(id);
    expect((await act('change', id, { classification: 'public' }, { ifMatch: `"${version}"` })).status).toBe(200);
    const dutch = { ...opinionExample, adoptedBy: { nl: 'Brusselse Regering' } };
    expect(problem(await give(id, dutch))).toBe('409 languageIncomplete');
    expect((await give(id)).status).toBe(201);
  });

  it('refuses an opinion that leaves no room for its answers', async () => {
    const id = await agreed();
    const text = { fr: 'é'.repeat(400), nl: 'ë'.repeat(400) };
    const points = Array.from({ length: 30 }, () => ({ text, severity: 'must', topic: 'other' }));
    expect(problem(await give(id, { ...opinionExample, points }))).toBe('413 recordTooLarge');
  });
});
