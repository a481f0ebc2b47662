import { onStage } from '@passerelle/testing/stage';
import { anonymous, partnerFlanders, type CallOptions } from '@passerelle/testing/start-app';
import { activityExample, officeExample } from './examples.js';
import { MembershipWithYears } from './membership-years/membership-year.builder.js';
import { networks } from './networks.js';
import { adoptionExample, assessmentExample, practiceExample, shortlistExample } from './practices/practice.example.js';
import { visibilityExample } from './visibility/visibility.example.js';
import { VisitCalls } from './visits/visit.builder.js';

const stage = onStage(networks);

const days = { from: ['2024-12-01'], to: ['2024-12-31'] };
const euro = (amount: string) => ({ amount, currency: 'EUR' });

describe('the benefits of memberships', () => {
  const read = (query: Record<string, readonly string[]>, options: CallOptions = {}) =>
    stage.client.call('rpc.networks.membership-benefits.list', { query, ...options });
  const rowOf = async ({ networkId, id }: MembershipWithYears, query = {}) => {
    const { body } = await read({ ...days, networkId: [networkId], ...query });
    return body.items.find(({ membershipId }: { membershipId: string }) => membershipId === id);
  };
  const record = async (operation: string, options: CallOptions): Promise<string> => {
    const { status, body } = await stage.client.call(`rpc.networks.${operation}`, options);
    if (status > 201) throw new Error(`The set-up was answered ${status} ${JSON.stringify(body)}`);
    return String(body.id);
  };

  it('are nothing but an unknown fee, for a membership of which nothing is recorded', async () => {
    const none = { count: 0, costKnown: 0, carbonKnown: 0 };
    expect(await rowOf(await MembershipWithYears.of(stage))).toMatchObject({
      ...{
        acronym: 'METREX',
        fee: euro('0.00'),
        paid: euro('0.00'),
        feeUnknown: true,
        activities: [],
        missions: none,
        delegations: 0,
      },
      ...{ offices: [], visibilityItems: 0, practices: { seen: 0, adopted: 0, implemented: 0 } },
    });
  });

  it('are what was paid, done, held, shown and seen in these days', async () => {
    const visits = new VisitCalls(stage);
    const member = await MembershipWithYears.of(stage, { since: '2018-01-01' });
    const { networkId } = member;
    const year = await member.year({ year: 2024, endsOn: '2024-12-31', fee: euro('300.10'), feeDueOn: undefined });
    await member.act('pay', year, { on: '2024-11-30', amount: euro('100.00') });
    await member.act('pay', year, { on: '2024-12-02', amount: euro('200.10') });

    const spoke = { networkId, part: 'spoke', startsOn: '2024-12-05', endsOn: undefined, classification: 'internal' };
    const activityId = await record('activities.record', { body: { ...activityExample, ...spoke } });
    await record('activities.record', { body: { ...activityExample, ...spoke, startsOn: '2025-01-02' } });
    const visitId = await visits.visit(['authorise', 'make'], { networkId });
    const { costTotal, carbon } = await visits.read(visitId);
    await visits.visit([], { networkId });

    const path = { membershipId: member.id };
    const office = { ...officeExample, elected: false, term: { startsOn: '2024-01-01' } };
    const officeId = await record('offices.nominate', { path, body: office });
    const taking = { path: { officeId }, body: { transition: 'take', on: '2024-01-01' } };
    await record('offices.take', taking);
    await record('visibility.record', { body: { ...visibilityExample, activityId, shownOn: '2024-12-05' } });
    const practiceId = await record('practices.capture', { body: { ...practiceExample, visitId } });
    for (const [transition, given] of Object.entries({ assess: assessmentExample, shortlist: shortlistExample }))
      await record(`practices.${transition}`, { path: { practiceId }, body: { transition, ...given } });
    const adoption = { transition: 'adopt', ...adoptionExample, target: undefined };
    await record('practices.adopt', { path: { practiceId }, body: adoption });

    expect(await rowOf(member)).toMatchObject({
      ...{
        fee: euro('300.10'),
        paid: euro('200.10'),
        feeUnknown: false,
        activities: [{ part: 'spoke', count: 1 }],
        delegations: 0,
      },
      missions: { count: 1, cost: costTotal, costKnown: 1, kilograms: carbon.kilograms, carbonKnown: 1 },
      ...{ offices: ['vicePresident'], visibilityItems: 1, practices: { seen: 1, adopted: 1, implemented: 0 } },
    });
    expect(await rowOf(member, { from: ['2025-02-01'], to: ['2025-02-28'] })).toMatchObject({
      ...{ paid: euro('0.00'), activities: [], visibilityItems: 0, offices: ['vicePresident'] },
    });
  });

  it('show the same activities for two memberships of one network', async () => {
    const member = await MembershipWithYears.of(stage);
    const { networkId } = member;
    const holder = { holderKind: 'agency', holder: { name: 'perspective.brussels', country: 'BE' } };
    const other = await record('memberships.register', {
      path: { networkId },
      body: { ...holder, participatingEntity: holder.holder, category: 'full', status: 'active' },
    });
    const body = { ...activityExample, networkId, startsOn: '2024-12-05', endsOn: undefined };
    await record('activities.record', { body });
    const { items } = (await read({ ...days, networkId: [networkId] })).body;
    expect(items.map(({ membershipId }: { membershipId: string }) => membershipId).sort()).toEqual(
      [member.id, other].sort(),
    );
    for (const { activities } of items) expect(activities).toEqual([{ part: 'hosted', count: 1 }]);
  });

  it('are asked for those to be decided on, which come first in any case', async () => {
    const member = await MembershipWithYears.of(stage);
    const year = await member.year({ year: 2026, endsOn: '2026-12-31' });
    const asked = (decideByTo: string) => rowOf(member, { decideByTo: [decideByTo] });
    expect(await asked('2026-06-30')).toMatchObject({ decideBy: '2026-06-30', membershipYearId: year });
    expect(await asked('2026-06-29')).toBeUndefined();
    await member.act('review', year);
    expect(await asked('2026-06-30')).toBeUndefined();
    expect(await rowOf(member)).toMatchObject({ decideBy: '2026-06-30', verdict: 'renew' });
  });

  it('are for the staff of the region alone', async () => {
    expect((await read(days, { caller: anonymous })).status).toBe(401);
    expect((await read(days, { caller: partnerFlanders })).status).toBe(403);
  });

  it('need both days, in order', async () => {
    expect((await read({ from: ['2024-12-01'] })).status).toBe(400);
    const { status, body } = await read({ from: ['2024-12-31'], to: ['2024-12-01'] });
    expect([status, body.issues[0].name]).toEqual([400, 'to']);
  });
});
