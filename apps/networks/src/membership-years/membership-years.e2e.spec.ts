import { systemActor } from '@passerelle/platform/data/request-transaction';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { networks } from '../networks.js';
import { lockAbove } from './locks.js';
import { MembershipWithYears } from './membership-year.builder.js';
import { MembershipYearRecord } from './membership-year.entity.js';
import { feePaymentExample, membershipYearExample, valueReviewExample } from './membership-year.example.js';
import { membershipYearLife } from './membership-year.life.js';
import { feesOf, openYears } from './membership-years.api.js';

const stage = onStage(networks);

describe('years of memberships', () => {
  const problem = (code: string, facts: object = {}) => ({
    status: 409,
    body: { type: `urn:problem-type:passerelle:${code}`, ...facts },
  });
  const fault = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });
  const euro = (amount: string) => ({ amount, currency: 'EUR' });
  const clock = () => stage.app.app.get(DeadlineWorker);
  const at = async (...instants: readonly string[]) => {
    for (const instant of instants) await clock().check(new Date(instant));
  };
  /** A year that is far away, so that no clock of another test has passed it. */
  const far = { year: 2097, endsOn: '2097-12-31', feeDueOn: undefined };
  const mine = (changes: object = {}) => MembershipWithYears.of(stage, changes);

  it('are opened with what the strategy is cut by, and leave one whole fact', async () => {
    const member = await mine({ departments: ['bisa'] });
    const answer = await member.open();
    const { networkId, id: membershipId } = member;
    expect(answer).toMatchObject({
      status: 201,
      body: {
        ...membershipYearExample,
        ...{ membershipId, networkId, holderKind: 'region', level: 'europe', departments: ['bisa'], status: 'open' },
        ...{ noticeBy: '2026-06-30', decideBy: '2026-06-30', classification: 'internal', payments: [] },
      },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/membershipYears/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await member.facts(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['membershipYears.opened']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('are reviewed and paid, with one fact per act', async () => {
    const member = await mine();
    const id = await member.year(far);
    const half = { amount: euro('3250.00') };
    expect((await member.act('pay', id, half)).body).not.toHaveProperty('paidOn');
    expect((await member.act('pay', id, { ...half, on: '2026-04-01' })).body).toMatchObject({ paidOn: '2026-04-01' });
    expect((await member.act('review', id)).body).toMatchObject({
      reviewedOn: valueReviewExample.on,
      verdict: 'renew',
      reviewLate: false,
    });
    expect(await member.verbs(id)).toEqual(['opened', 'paid', 'paid', 'reviewed']);
  });

  it('are those of a member, each once, within the membership (N3)', async () => {
    const member = await mine();
    const id = await member.year();
    expect(await member.open()).toMatchObject(
      problem('membershipYearExists', { membership: member.ref, year: membershipYearExample.year }),
    );
    expect(await member.open({ year: 2017, endsOn: undefined })).toMatchObject(fault('year', 'invalidPeriod'));
    await member.onMembership('giveNotice', { on: '2026-06-30', until: '2026-12-31' });
    expect(await member.open({ ...far })).toMatchObject(fault('year', 'invalidPeriod'));
    expect(await member.open({ year: 2025 })).toMatchObject(fault('endsOn', 'invalidPeriod'));
    const prospect = await mine({ status: 'prospect', since: undefined });
    expect(await prospect.open()).toMatchObject(
      problem('membershipNotRunning', { membership: prospect.ref, state: 'prospect' }),
    );
    await member.act('retract', id);
    expect((await member.open()).status).toBe(201);
  });

  it('are opened once, also under ten concurrent requests', async () => {
    const member = await mine();
    const answers = await Promise.all(Array.from({ length: 10 }, () => member.open()));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('refuse a membership that is unknown or was taken back', async () => {
    const member = await mine();
    await member.onMembership('retract', {});
    expect(await member.open()).toMatchObject({ status: 404 });
  });

  it('report what is wrong with a fee, a payment or a review', async () => {
    const member = await mine();
    expect(await member.open({ fee: euro('-1') })).toMatchObject({ status: 400, body: { issues: [{ name: 'fee' }] } });
    expect(await member.open({ fee: euro('0') })).toMatchObject(fault('feeDueOn', 'schemaViolation'));
    const id = await member.year();
    expect(await member.act('pay', id, { amount: euro('0') })).toMatchObject({ status: 400 });
    expect(await member.act('pay', id, { on: '2098-01-01' })).toMatchObject(fault('on', 'factInFuture'));
    expect(await member.act('pay', id, { amount: euro('6500.01') })).toMatchObject(
      problem('feeOverpaid', { paid: '6500.01', fee: '6500.00' }),
    );
    expect(await member.act('review', id, { on: '2098-01-01' })).toMatchObject(fault('on', 'factInFuture'));
    expect(await member.act('review', id, { verdict: 'stay' })).toMatchObject({ status: 400 });
    await member.act('review', id);
    expect(await member.act('review', id)).toMatchObject(problem('reviewGiven', { on: valueReviewExample.on }));
    await member.change(id, { fee: null });
    const small = { amount: euro('1') };
    for (let part = 0; part < 12; part++) expect((await member.act('pay', id, small)).status).toBe(200);
    expect(await member.act('pay', id, small)).toMatchObject(problem('paymentsFull', { most: 12 }));
    expect(await member.change(id, { fee: euro('11.99') })).toMatchObject(problem('feeOverpaid'));
    expect((await member.change(id, { fee: euro('12') })).body).toMatchObject({ paidOn: feePaymentExample.on });
  });

  it('publish that the deadline of the notice passed without a review, on the first day after it in Brussels', async () => {
    const member = await mine();
    const id = await member.year(far);
    await at('2097-05-30T21:59:00Z');
    expect(await member.verbs(id)).toEqual(['opened']);
    await at('2097-05-30T22:01:00Z', '2097-06-30T21:59:00Z');
    expect(await member.verbs(id)).toEqual(['opened', 'noticeNear']);
    await at('2097-06-30T22:01:00Z', '2097-07-15T12:00:00Z');
    const facts = await member.facts(id);
    expect(facts.map(({ type, time }) => [type, time]).slice(1)).toEqual([
      ['membershipYears.noticeNear', '2097-05-30T22:00:00.000Z'],
      ['membershipYears.noticeDeadlinePassed', '2097-06-30T22:00:00.000Z'],
    ]);
    expect(JSON.parse(facts.at(-1)?.data ?? '')).toMatchObject({
      noticePassedOn: '2097-07-01',
      decideBy: '2097-06-30',
    });
    const undecided = { decideByTo: ['2097-06-30'], decided: ['false'] };
    expect(await member.list(undecided)).toEqual([id]);
    await member.act('review', id);
    expect(await member.list(undecided)).toEqual([]);
    expect(await member.read(id)).not.toHaveProperty('noticePassedOn');
  });

  it('publish nothing where the value was reviewed in time', async () => {
    const member = await mine();
    const id = await member.year(far);
    await member.act('review', id);
    await at('2097-07-15T12:00:00Z');
    expect(await member.verbs(id)).toEqual(['opened', 'reviewed']);
  });

  it('publish that a fee is overdue, and take the mark back where it was paid in time', async () => {
    const member = await mine();
    const id = await member.year({ ...far, endsOn: undefined, feeDueOn: '2097-03-31' });
    await at('2097-03-31T21:59:00Z');
    expect(await member.verbs(id)).toEqual(['opened']);
    await at('2097-03-31T22:01:00Z', '2097-04-15T12:00:00Z');
    expect(await member.read(id)).toMatchObject({ feeOverdueOn: '2097-04-01' });
    expect(await member.list({ paid: ['false'], feeDueOnTo: ['2097-03-31'] })).toEqual([id]);
    await member.act('pay', id);
    expect(await member.read(id)).not.toHaveProperty('feeOverdueOn');
    expect(await member.verbs(id)).toEqual(['opened', 'feeOverdue', 'paid']);
  });

  it('are renewed by the clock over three years, without drift', async () => {
    const member = await mine({ departments: ['bisa'] });
    const first = await member.year({ year: 2096, endsOn: '2096-02-29', feeDueOn: '2096-01-31' });
    await at('2096-12-31T22:59:00Z');
    expect(await member.read(first)).toMatchObject({ status: 'open' });
    await at('2096-12-31T23:01:00Z');
    expect((await member.facts(first)).slice(-2).map(({ type, time }) => [type, time])).toEqual([
      ['membershipYears.reviewMissing', '2096-12-31T23:00:00.000Z'],
      ['membershipYears.over', '2096-12-31T23:00:00.000Z'],
    ]);
    await at('2098-01-01T12:00:00Z', '2099-01-01T12:00:00Z');
    const ids = await member.list({ sort: ['decideBy'] });
    const years = await Promise.all(ids.map((id) => member.read(id)));
    const shown = years.map(({ year, status, endsOn, feeDueOn, fee, departments }) => ({
      ...{ year, status, endsOn, feeDueOn, fee: fee?.amount, departments },
    }));
    const later = { fee: undefined, departments: ['bisa'], status: 'over' };
    expect(shown).toEqual([
      { ...later, year: 2096, endsOn: '2096-02-29', feeDueOn: '2096-01-31', fee: '6500.00' },
      { ...later, year: 2097, endsOn: '2097-02-28', feeDueOn: '2097-01-31' },
      { ...later, year: 2098, endsOn: '2098-02-28', feeDueOn: '2098-01-31' },
      { ...later, year: 2099, endsOn: '2099-02-28', feeDueOn: '2099-01-31', status: 'open' },
    ]);
    const opened = await member.facts(ids.at(-1) ?? '');
    expect([opened[0]?.type, opened[0]?.time]).toEqual(['membershipYears.opened', '2098-12-31T23:00:00.000Z']);
  });

  it('are renewed once by two clocks, and not where the next year is open already', async () => {
    const member = await mine();
    await member.year({ year: 2096, endsOn: undefined, feeDueOn: undefined });
    const another = new DeadlineWorker(stage.app.database, stage.app.app.get(ServiceContext));
    another.keep(MembershipYearRecord, membershipYearLife, lockAbove);
    const now = new Date('2097-01-02T12:00:00Z');
    await Promise.all([clock().check(now), another.check(now)]);
    expect(await member.list()).toHaveLength(2);
    const ready = await mine();
    await ready.year({ year: 2096, endsOn: undefined, feeDueOn: undefined });
    const next = await ready.year(far);
    await at('2097-01-02T12:00:00Z');
    expect(await ready.list({ status: ['open'] })).toEqual([next]);
  });

  it('end with their membership, and no review is missing then', async () => {
    const member = await mine();
    const id = await member.year({ feeDueOn: undefined });
    await member.onMembership('giveNotice', { on: '2026-05-31', until: '2026-11-30' });
    expect(await member.read(id)).toMatchObject({ status: 'open', decideBy: '2026-12-31', decidedOn: '2026-05-31' });
    expect(await member.list({ decided: ['false'] })).toEqual([]);
    expect(await member.read(id)).not.toHaveProperty('noticeBy');
    expect(await member.onMembership('end', { on: '2026-11-30' })).toMatchObject({ status: 200 });
    await at('2097-01-02T12:00:00Z');
    expect(await member.verbs(id)).toEqual(['opened', 'changed', 'over']);
    expect(await member.list()).toEqual([id]);
    expect((await member.open({ year: 2025, endsOn: undefined })).body).toMatchObject({ status: 'over' });
  });

  it('end with the notice: the last one has the last day under it', async () => {
    const member = await mine();
    await member.year({ year: 2096, endsOn: '2096-12-31', feeDueOn: undefined });
    await member.onMembership('giveNotice', { on: '2026-06-30', until: '2097-03-31' });
    await at('2097-01-01T12:00:00Z', '2098-01-01T12:00:00Z', '2098-01-02T12:00:00Z');
    const years = await Promise.all((await member.list()).map((id) => member.read(id)));
    expect(years.map(({ year, endsOn, status }) => [year, endsOn, status])).toEqual([
      [2096, '2096-12-31', 'over'],
      [2097, '2097-03-31', 'over'],
    ]);
  });

  it('follow the notice period and the departments of their membership, and what they copy from their network', async () => {
    const member = await mine();
    const id = await member.year(far);
    await member.correct('memberships', { noticePeriod: 'P1M', departments: ['territorialStrategy'] });
    expect(await member.read(id)).toMatchObject({
      noticeBy: '2097-11-30',
      decideBy: '2097-11-30',
      departments: ['territorialStrategy'],
    });
    await member.correct('memberships', { category: 'observer' });
    const name = { fr: 'Réseau', nl: 'Netwerk' };
    await member.correct('networks', { level: 'world', name: { en: null, ...name } });
    expect(await member.read(id)).toMatchObject({ level: 'world', name, version: 3 });
    await member.act('review', id);
    await member.correct('memberships', { noticePeriod: null });
    expect(await member.read(id)).toMatchObject({ noticeBy: '2097-11-30', version: 4 });
    expect(await member.verbs(id)).toEqual(['opened', 'changed', 'changed', 'reviewed']);
  });

  it('keep their membership from being taken back, until they are', async () => {
    const member = await mine();
    const id = await member.year();
    const { ref } = await member.read(id);
    expect(await member.onMembership('retract', {})).toMatchObject(problem('stillReferenced', { references: [ref] }));
    const record = { subject: 'rpc.networks.membership-years', parameter: 'membershipYearId', id };
    expect(await takeBack(stage, record)).toEqual(takenBack);
    expect(await member.onMembership('retract', {})).toMatchObject({ status: 200 });
  });

  it('are of internal use, even if the membership is public', async () => {
    const member = await mine();
    const id = await member.year();
    for (const caller of [anonymous, partnerFlanders]) {
      expect((await member.ofYear('read', id, { caller })).status).toBe(404);
      expect(await member.list({}, { caller })).toEqual([]);
    }
    expect((await member.open({ year: 2025, endsOn: undefined }, { caller: partnerFlanders })).status).toBe(403);
    expect((await member.ofYear('read', id, { caller: editor })).status).toBe(200);
  });

  it('are found by what their list is narrowed by', async () => {
    const member = await mine({ departments: ['bisa'] });
    const [early, late] = [await member.year({ endsOn: '2026-10-31' }), await member.year(far)];
    await member.act('review', early);
    expect(await member.list()).toEqual([early, late]);
    expect(await member.list({ sort: ['-decideBy'] })).toEqual([late, early]);
    expect(await member.list({ verdict: ['renew'] })).toEqual([early]);
    expect(await member.list({ decided: ['false'], status: ['open'] })).toEqual([late]);
    expect(await member.list({ networkId: [member.networkId], department: ['bisa'], level: ['europe'] })).toHaveLength(
      2,
    );
    expect(await member.list({ holderKind: ['agency'] })).toEqual([]);
  });

  it('say what was paid in a period, and which year is open', async () => {
    const member = await mine();
    const id = await member.year({ fee: undefined, feeDueOn: undefined });
    await member.act('pay', id, { on: '2026-03-01', amount: euro('0.10') });
    await member.act('pay', id, { on: '2026-06-30', amount: euro('0.20') });
    const paidIn = async (period: { from: string; to?: string }) =>
      stage.app.database.read(systemActor('test'), async (tx) =>
        (await feesOf(tx, [member.id], period)).get(member.id),
      );
    expect(await paidIn({ from: '2026-01-01', to: '2026-06-30' })).toEqual({ due: 0n, paid: 10n, isUnknown: true });
    expect(await paidIn({ from: '2026-01-01' })).toEqual({ due: 0n, paid: 30n, isUnknown: true });
    expect(await paidIn({ from: '2025-01-01', to: '2026-01-01' })).toEqual({ due: 0n, paid: 0n, isUnknown: true });
    await member.year(far);
    const open = await stage.app.database.read(systemActor('test'), (tx) => openYears(tx, [member.id]));
    expect(open.get(member.id)).toMatchObject({ id, year: 2026, decideBy: '2026-06-30', verdict: null });
  });
});
