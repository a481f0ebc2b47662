import { systemActor } from '@passerelle/platform/data/request-transaction';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { untilSomeoneWaits } from '@passerelle/testing/locks';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, partnerFlanders } from '@passerelle/testing/start-app';
import { activityExample, networkExample } from '../examples.js';
import { networks } from '../networks.js';
import { onlyPublic } from '../reader.builder.js';
import { incoming, VisitCalls } from './visit.builder.js';
import { madeExample, reportExample, visitExample } from './visit.example.js';
import { lockVisit, VisitInChain, visitsForChain, visitsOfNetworks } from './visits.api.js';

const stage = onStage(networks);

const nowhere = '01930000-0000-7000-8000-000000000000';

describe('visits', () => {
  const visits = new VisitCalls(stage);

  const problem = (code: string, facts: object = {}) => ({
    status: 409,
    body: { type: `urn:problem-type:passerelle:${code}`, ...facts },
  });
  const fault = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });
  const register = async (operation: string, body: object): Promise<string> =>
    (await stage.client.call(`rpc.networks.${operation}`, { body })).body.id;
  const activity = () => register('activities.record', activityExample);
  const network = () => register('networks.register', networkExample);
  const retractActivity = (activityId: string) =>
    stage.client.call('rpc.networks.activities.retract', { path: { activityId }, body: { transition: 'retract' } });

  it('are planned, also in the past, and leave one whole fact', async () => {
    const answer = await visits.plan();
    expect(answer).toMatchObject({
      status: 201,
      body: {
        status: 'planned',
        costTotal: { amount: '999.05', currency: 'EUR' },
        reportDueOn: '2025-01-16',
        reportExempt: false,
        classification: 'internal',
      },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/visits/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await visits.factsOf(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['visits.planned']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('last one day, unless a last day is given', async () => {
    expect((await visits.plan({ endsOn: undefined })).body).toMatchObject({ endsOn: '2024-12-30' });
    expect(await visits.plan({ endsOn: '2024-12-29' })).toMatchObject(fault('endsOn', 'invalidPeriod'));
    const id = await visits.visit();
    expect(await visits.change(id, { endsOn: '2024-12-29' })).toMatchObject(fault('endsOn', 'invalidPeriod'));
    expect((await visits.change(id, { endsOn: null })).body).toMatchObject({ endsOn: '2024-12-30' });
  });

  it('pass from the plan to the report, with one fact per act', async () => {
    const id = await visits.visit(['authorise', 'make']);
    expect(await visits.read(id)).toMatchObject({
      status: 'made',
      authorisedOn: '2024-12-12',
      authorisation: 'EXAMPLE-2024-17',
      participants: madeExample.participants,
      costTotal: { amount: '789.35' },
    });
    await visits.act('report', id);
    const { on, ...report } = reportExample;
    expect(await visits.read(id)).toMatchObject({ status: 'reported', reportedOn: on, reportLate: false, report });
    const verbs = (await visits.factsOf(id)).map(({ type }) => type.split('.')[1]);
    // The last day for the report is long past: the clock, or the act before which it looks, records that first.
    expect(verbs).toEqual(['planned', 'authorised', 'made', 'reportOverdue', 'reported']);
    expect(await visits.read(id)).not.toHaveProperty('reportOverdueOn');
  });

  it('are authorised when they are missions, and made when they are over', async () => {
    const delegation = await visits.visit([], incoming);
    const { ref } = await visits.read(delegation);
    expect(await visits.act('authorise', delegation)).toMatchObject(problem('authorisationNotNeeded', { ref }));
    expect((await visits.act('make', delegation)).status).toBe(200);
    const mission = await visits.visit();
    expect(await visits.act('make', mission)).toMatchObject(problem('visitNotAuthorised'));
    expect(await visits.act('authorise', mission, { on: '2098-01-01' })).toMatchObject(fault('on', 'factInFuture'));
    const future = await visits.visit(['authorise'], { startsOn: '2098-05-05', endsOn: '2098-05-06' });
    expect(await visits.act('make', future)).toMatchObject(problem('visitNotOver', { endsOn: '2098-05-06' }));
  });

  it('are reported late, and say so', async () => {
    const id = await visits.visit(['authorise', 'make']);
    expect(await visits.act('report', id, { on: '2025-01-01' })).toMatchObject(fault('on', 'invalidPeriod'));
    expect(await visits.act('report', id, { on: '2098-01-01' })).toMatchObject(fault('on', 'factInFuture'));
    expect((await visits.act('report', id, { on: '2025-01-17' })).body).toMatchObject({
      reportLate: true,
      reportOverdueOn: '2025-01-17',
    });
  });

  it('are marked once when the last day for the report is over in Brussels', async () => {
    const id = await visits.visit(['authorise', 'make']);
    const clock = stage.app.app.get(DeadlineWorker);
    for (const now of ['2025-01-17T12:00:00Z', '2025-02-24T12:00:00Z']) await clock.check(new Date(now));
    const facts = await visits.factsOf(id);
    expect(facts.map(({ type }) => type).slice(2)).toEqual(['visits.made', 'visits.reportOverdue']);
    expect(JSON.parse(facts.at(-1)?.data ?? '')).toMatchObject({ status: 'made', reportOverdueOn: '2025-01-17' });
  });

  it('are corrected whole until the report, and later in what accounting brings', async () => {
    const id = await visits.visit(['authorise', 'make']);
    expect(await visits.change(id, { endsOn: '2098-01-01' })).toMatchObject(problem('visitNotOver'));
    expect((await visits.change(id, { endsOn: '2025-01-03' })).body).toMatchObject({ reportDueOn: '2025-01-17' });
    await visits.act('report', id);
    expect(await visits.change(id, { endsOn: '2025-01-02' })).toMatchObject(problem('recordClosed'));
    const costs = [{ kind: 'transport', amount: { amount: '0.01', currency: 'EUR' } }];
    expect((await visits.change(id, { costs, carbon: null })).body).toMatchObject({ costTotal: { amount: '0.01' } });
    const cancelled = await visits.visit(['cancel']);
    expect(await visits.read(cancelled)).not.toHaveProperty('reportDueOn');
    expect(await visits.change(cancelled, { costs })).toMatchObject(problem('recordClosed'));
  });

  it('refuse costs and carbon that cannot be added or compared', async () => {
    const [transport] = visitExample.costs;
    expect(await visits.plan({ costs: [transport, transport] })).toMatchObject(fault('costs', 'schemaViolation'));
    expect(await visits.plan({ carbon: { ...visitExample.carbon, source: undefined } })).toMatchObject(
      fault('carbon.source', 'schemaViolation'),
    );
    const credit = { ...transport, amount: { amount: '-1', currency: 'EUR' } };
    expect(await visits.plan({ costs: [credit] })).toMatchObject(fault('costs', 'schemaViolation'));
    const id = await visits.visit(['authorise']);
    expect(await visits.act('make', id, { carbon: { kilograms: 1 } })).toMatchObject({ status: 400 });
  });

  it('meet partners of their countries', async () => {
    const elsewhere = fault('partners.0.organisation.country', 'schemaViolation');
    expect(await visits.plan({ countries: ['BE'] })).toMatchObject(elsewhere);
    expect(await visits.change(await visits.visit(), { countries: ['BE'] })).toMatchObject(elsewhere);
  });

  it('refuse references to what is not registered', async () => {
    const id = await visits.visit();
    for (const field of ['networkId', 'activityId', 'bodyMeetingId', 'projectId']) {
      const unknown = fault(field, 'referencedResourceNotFound');
      expect(await visits.plan({ [field]: nowhere })).toMatchObject(unknown);
      expect(await visits.change(id, { [field]: nowhere })).toMatchObject(unknown);
    }
    const networkId = await network();
    expect((await visits.change(id, { networkId })).body).toMatchObject({ networkId });
    expect((await visits.change(id, { networkId: null })).body).not.toHaveProperty('networkId');
  });

  it('keep the activity and the network that they name from being taken back', async () => {
    const [activityId, networkId] = [await activity(), await network()];
    const id = await visits.visit([], { activityId, networkId });
    const { ref } = await visits.read(id);
    const stillReferenced = problem('stillReferenced', { references: [ref] });
    expect(await retractActivity(activityId)).toMatchObject(stillReferenced);
    const retracted = await stage.client.call('rpc.networks.networks.retract', {
      path: { networkId },
      body: { transition: 'retract' },
    });
    expect(retracted).toMatchObject(stillReferenced);
    expect((await visits.change(id, { activityId: null })).status).toBe(200);
    expect((await retractActivity(activityId)).status).toBe(200);
    expect(await visits.plan({ activityId })).toMatchObject(fault('activityId', 'referencedResourceNotFound'));
  });

  it('wait for an activity that is being taken back', async () => {
    const activityId = await activity();
    const planning = await stage.app.database.source.transaction(async (other) => {
      await other.query('SELECT 1 FROM activity WHERE id = $1 FOR UPDATE', [activityId]);
      const answer = visits.plan({ activityId });
      await untilSomeoneWaits(stage.app.database);
      await other.query('UPDATE activity SET retracted_at = now() WHERE id = $1', [activityId]);
      return { answer };
    });
    expect(await planning.answer).toMatchObject(fault('activityId', 'referencedResourceNotFound'));
  });

  it('need both official languages if they are public', async () => {
    const text = { fr: 'En français.' };
    const incomplete = problem('languageIncomplete');
    expect(await visits.plan({ title: text, classification: 'public' })).toMatchObject(incomplete);
    const id = await visits.visit(['authorise'], { classification: 'public' });
    expect(await visits.change(id, { purpose: { nl: null } })).toMatchObject(incomplete);
    expect(await visits.act('cancel', id, { reason: text })).toMatchObject(incomplete);
    await visits.act('make', id);
    expect(await visits.act('report', id, { outcome: text })).toMatchObject(incomplete);
  });

  it('show the public what is public, with their costs, and nothing else', async () => {
    const publicly = await visits.visit(['authorise', 'make'], { classification: 'public' });
    const own = await visits.read(publicly);
    for (const caller of [anonymous, partnerFlanders])
      expect((await visits.call('read', publicly, { caller })).body).toEqual(own);
    expect(own).toMatchObject({ costTotal: { amount: '789.35' }, carbon: visitExample.carbon });
    const internal = await visits.visit();
    expect((await visits.call('read', internal, { caller: anonymous })).status).toBe(404);
    expect((await visits.plan({}, { caller: partnerFlanders })).status).toBe(403);
  });

  it('are found by what their list is narrowed by, in the order of their days', async () => {
    const networkId = await network();
    const activityId = await activity();
    const first = await visits.visit(['authorise', 'make', 'report'], { networkId, themes: ['housing'] });
    const second = await visits.visit([], {
      ...incoming,
      ...{ networkId, activityId, startsOn: '2025-02-03', endsOn: undefined, departments: ['bisa'] },
      ...{ countries: ['FR', 'NL'], regionalPartners: ['hub'], reportExempt: true },
    });
    const list = async (query: Record<string, string[]>) => {
      const asked = { networkId: [networkId], ...query };
      const { body } = await stage.client.call('rpc.networks.visits.list', { query: asked });
      return body.items.map(({ id }: { id: string }) => id);
    };
    expect(await list({})).toEqual([second, first]);
    expect(await list({ sort: ['reportDueOn'] })).toEqual([first, second]);
    expect(await list({ status: ['reported', 'made'] })).toEqual([first]);
    expect(await list({ direction: ['incoming'] })).toEqual([second]);
    expect(await list({ activityId: [activityId] })).toEqual([second]);
    expect(await list({ country: ['NL'] })).toEqual([second]);
    expect(await list({ regionalPartner: ['hub'] })).toEqual([second]);
    expect(await list({ department: ['bisa'] })).toEqual([second]);
    expect(await list({ theme: ['housing'] })).toEqual([first]);
    expect(await list({ startsOnTo: ['2025-01-01'], endsOnFrom: ['2025-01-01'] })).toEqual([first]);
    expect(await list({ reportDueOnTo: ['2025-01-16'] })).toEqual([first]);
    expect(await list({ reportedOnFrom: ['2025-01-14'] })).toEqual([first]);
    expect(await list({ q: ['Lyon'], status: ['planned'] })).toEqual([second]);
  });

  it('are taken back, if they were registered in error', async () => {
    const id = await visits.visit(['authorise', 'make', 'report']);
    expect(await takeBack(stage, { subject: 'rpc.networks.visits', parameter: 'visitId', id })).toEqual(takenBack);
    expect((await visits.factsOf(id)).at(-1)?.type).toBe('visits.retracted');
  });

  describe('offer to other records', () => {
    const everything = systemActor('a test');
    const locked = (id: string) => stage.app.database.transaction(everything, (tx) => lockVisit(tx, id));
    const named = (id: string, by = everything) =>
      stage.app.database.read(by, async (tx) => (await visitsForChain(tx, [id])).get(id));
    const ofNetwork = (networkId: string, by = everything) =>
      stage.app.database.read(by, (tx) =>
        visitsOfNetworks(tx, [networkId], { first: '2024-01-01', last: '2024-12-31' }),
      );

    it('a lock, until they are taken back', async () => {
      const id = await visits.visit();
      expect(await locked(id)).toBe(true);
      await visits.call('retract', id, { body: { transition: 'retract' } });
      expect(await locked(id)).toBe(false);
    });

    it('what these show of them, to those who may see it', async () => {
      const [internal, publicly] = [await visits.visit(), await visits.visit([], { classification: 'public' })];
      const { ref, costTotal } = await visits.read(internal);
      const found = await named(internal);
      expect(found).toMatchObject({ id: internal, ref, costTotal, startsOn: '2024-12-30', status: 'planned' });
      expect(Object.keys({ href: '', ...found, id: undefined }).sort()).toEqual(
        [...Object.keys(VisitInChain.shape), 'id'].sort(),
      );
      expect(await named(internal, onlyPublic)).toBeUndefined();
      expect(await named(publicly, onlyPublic)).toMatchObject({ id: publicly });
      expect(await named(nowhere)).toBeUndefined();
    });

    it('those of a network that were made in a period, with their cost and carbon', async () => {
      const networkId = await network();
      const internal = await visits.visit(['authorise', 'make'], { networkId });
      const publicly = await visits.visit(['make'], {
        ...incoming,
        networkId,
        classification: 'public',
        carbon: undefined,
      });
      await visits.visit([], { networkId });
      await visits.visit(['make'], { ...incoming, networkId, startsOn: '2025-01-01' });
      const { costTotal } = await visits.read(internal);
      const { carbon } = visitExample;
      expect(await ofNetwork(networkId)).toEqual([
        { id: internal, networkId, direction: 'outgoing', costTotal, carbon },
        expect.objectContaining({ id: publicly, costTotal, carbon: null }),
      ]);
      expect(await ofNetwork(networkId, onlyPublic)).toEqual([expect.objectContaining({ id: publicly })]);
    });
  });
});
