import { newId } from '@passerelle/platform/data/database';
import { startLimitMs } from '@passerelle/testing/limits';
import { Publishers } from '@passerelle/testing/publishers';
import { onOwnStage } from '@passerelle/testing/stage';
import { anonymous, editor, partnerFlanders, partnerWallonia, type CallOptions } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { activityExample } from '../examples.js';
import { networks } from '../networks.js';
import {
  adoptionExample,
  assessmentExample,
  evaluationExample,
  implementationExample,
  practiceExample,
  shortlistExample,
} from '../practices/practice.example.js';
import { visitExample } from '../visits/visit.example.js';

const stage = onOwnStage(networks);

describe('the chain from a visit to a plan', () => {
  let publishers: Publishers;

  beforeAll(async () => {
    publishers = await Publishers.start(stage.nats, 'cooperation', 'representation', 'projects');
  }, startLimitMs);

  afterAll(() => publishers?.close());

  const title = { fr: 'Titre', nl: 'Titel' };
  const call = (operation: string, options: CallOptions = {}) =>
    stage.client.call(`rpc.networks.${operation}`, options);
  const idOf = async (answering: ReturnType<typeof call>): Promise<string> => {
    const { status, body } = await answering;
    if (status > 201) throw new Error(`The set-up was answered ${status} ${JSON.stringify(body)}`);
    return String(body.id);
  };
  const record = (operation: string, body: object) => idOf(call(operation, { body }));
  const visit = (changes: object = {}) =>
    record('visits.plan', { ...visitExample, purpose: title, classification: 'public', ...changes });
  const practice = (changes: object = {}) =>
    record('practices.capture', { ...practiceExample, classification: 'public', ...changes });
  const act = (transition: string, practiceId: string, given: object) =>
    call(`practices.${transition}`, { path: { practiceId }, body: { transition, ...given } });
  const adopted = async (target: object, changes: object = {}, on = '2024-06-10'): Promise<string> => {
    const id = await practice(changes);
    await idOf(act('assess', id, assessmentExample));
    await idOf(act('shortlist', id, shortlistExample));
    await idOf(act('adopt', id, { ...adoptionExample, on, target }));
    return id;
  };
  const change = async (practiceId: string, body: object) => {
    const path = { practiceId };
    const { version } = (await call('practices.read', { path })).body;
    return idOf(call('practices.change', { path, body, ifMatch: `"${version}"` }));
  };
  const chain = (practiceId: string, caller = editor) => call('practices.chain', { path: { practiceId }, caller });
  const influences = (planId: string, caller = editor) => call('plans.influences', { path: { planId }, caller });

  /** A record of another service, once its fact has arrived. */
  const heard = async (service: string, resource: string, state: object): Promise<string> => {
    const id = newId();
    await publishers.tell(service, resource, [{ id, ref: 'CO-2024-0001', title, ...state }]);
    const sql = 'SELECT 1 FROM known_record WHERE subject = $1';
    const isKnown = async () => (await stage.app.database.query(sql, [`${resource}/${id}`])).length > 0;
    await until('its fact arrives', isKnown);
    return id;
  };
  const takenBack = async (service: string, resource: string, id: string): Promise<void> => {
    await publishers.tell(service, resource, [{ id, version: 2, retractedAt: '2024-06-11T10:00:00Z' }]);
    const sql = 'SELECT 1 FROM known_record WHERE subject = $1';
    await until(
      'it is forgotten',
      async () => (await stage.app.database.query(sql, [`${resource}/${id}`])).length === 0,
    );
  };
  const plan = (state: object = {}) => heard('cooperation', 'plans', { classification: 'public', ...state });
  const step = { step: 'draftAdopted', passage: { fr: 'Chapitre 4.2', nl: 'Hoofdstuk 4.2' } };

  describe('read from the practice', () => {
    it('leads from the visit, with cost and carbon, to the passage in the plan and to what it changed', async () => {
      const planId = await plan();
      const projectId = await heard('projects', 'projects', {
        ref: 'PJ-2024-0003',
        classification: 'internal',
        period: { from: '2023-01-01', to: '2026-01-01' },
      });
      const ground = await practice();
      const visitId = await visit();
      const activityId = await record('activities.record', activityExample);
      const basedOn = [
        { resource: 'practices', id: ground },
        { resource: 'visits', id: visitId },
        { resource: 'projects', id: projectId },
      ];
      const id = await adopted({ kind: 'plan', id: planId, ...step }, { visitId, activityId, projectId, basedOn });
      await idOf(act('implement', id, implementationExample));
      await idOf(act('evaluate', id, evaluationExample));
      const { status, body } = await chain(id);
      expect([status, Object.keys(body)]).toEqual([200, ['self', 'practice', 'from', 'into', 'withheld', 'unknown']]);
      const base = 'http://passerelle.test/v1';
      const project = {
        resource: 'projects',
        id: projectId,
        href: `${base}/projects/${projectId}`,
        ref: 'PJ-2024-0003',
        title,
      };
      const days = { period: { from: '2023-01-01', to: '2026-01-01' } };
      expect(body).toMatchObject({
        self: `${base}/practices/${id}/chain`,
        practice: {
          ...{ href: `${base}/practices/${id}`, status: 'evaluated', origin: practiceExample.origin },
          ...{ capturedOn: '2024-03-14', implementedOn: '2024-09-30', evaluatedOn: '2025-03-31' },
          ...{ assessment: assessmentExample.assessment, result: evaluationExample.result },
        },
        from: {
          visit: {
            ...{ href: `${base}/visits/${visitId}`, startsOn: '2024-12-30', partners: visitExample.partners },
            costTotal: { amount: '999.05', currency: 'EUR' },
            carbon: { kilograms: 94 },
          },
          activity: { href: `${base}/activities/${activityId}`, part: 'hosted' },
          project: { ...project, ...days },
        },
        into: { kind: 'plan', ...step, record: { resource: 'plans', id: planId, ref: 'CO-2024-0001', title } },
        ...{ withheld: [], unknown: [] },
      });
      expect(body.from.visit.costs).toHaveLength(2);
      expect(body.from.basedOn).toMatchObject([
        { resource: 'practices', id: ground, title: practiceExample.title },
        { resource: 'visits', id: visitId, period: { from: '2024-12-30', to: '2025-01-03' } },
        { ...project, ...days },
      ]);
    });

    it('names a working process, and needs no target', async () => {
      const id = await practice();
      expect((await chain(id)).body).not.toHaveProperty('into');
      const { kind, name } = adoptionExample.target;
      expect((await chain(await adopted(adoptionExample.target))).body.into).toEqual({ kind, name });
    });

    it('says how many links a reader may not see, and of which kind', async () => {
      const planId = await plan({ classification: 'internal', parties: ['BE-BRU', 'BE-VLG'] });
      const hidden = { classification: 'internal' };
      const projectId = await heard('projects', 'projects', hidden);
      const meeting = await heard('representation', 'bodyMeetings', {});
      const shown = await heard('representation', 'positions', { ref: 'RP-2024-0004', classification: 'public' });
      const activityId = await record('activities.record', { ...activityExample, ...hidden });
      const visitId = await visit(hidden);
      const basedOn = [
        { resource: 'bodyMeetings', id: meeting },
        { resource: 'positions', id: shown },
        { resource: 'projects', id: projectId },
      ];
      const id = await adopted({ kind: 'plan', id: planId, ...step }, { visitId, activityId, projectId, basedOn });
      expect((await chain(id)).body).toMatchObject({ from: { visit: {}, activity: {}, project: {} }, withheld: [] });
      const withheld = [
        { resource: 'visits', count: 1 },
        { resource: 'activities', count: 1 },
        { resource: 'projects', count: 2 },
        { resource: 'bodyMeetings', count: 1 },
      ];
      const byOthers = { from: { basedOn: [{ resource: 'positions', ref: 'RP-2024-0004' }] }, unknown: [] };
      for (const caller of [anonymous, partnerWallonia, { ...editor, roles: [] }]) {
        const { body } = await chain(id, caller);
        expect(body).toMatchObject({ ...byOthers, withheld: [...withheld, { resource: 'plans', count: 1 }] });
        expect(Object.keys(body.from)).toEqual(['basedOn']);
        expect(body.into).toEqual({ kind: 'plan', ...step });
      }
      const { body } = await chain(id, partnerFlanders);
      expect(body).toMatchObject({ ...byOthers, withheld, into: { record: { id: planId } } });
      await change(id, hidden);
      for (const caller of [anonymous, partnerFlanders]) expect((await chain(id, caller)).status).toBe(404);
    });

    it('says which links are not known any more', async () => {
      const planId = await plan();
      const ground = await practice();
      const position = await heard('representation', 'positions', { classification: 'public' });
      const basedOn = [
        { resource: 'practices', id: ground },
        { resource: 'positions', id: position },
      ];
      const id = await adopted({ kind: 'plan', id: planId }, { basedOn });
      await takenBack('cooperation', 'plans', planId);
      await takenBack('representation', 'positions', position);
      await idOf(act('retract', ground, {}));
      const unknown = [
        { resource: 'positions', id: position },
        { resource: 'plans', id: planId },
      ];
      expect((await chain(id)).body).toMatchObject({
        ...{ from: { basedOn: [] }, into: { kind: 'plan' }, withheld: [] },
        unknown: [{ resource: 'practices', id: ground }, ...unknown],
      });
      expect((await chain(id, anonymous)).body).toMatchObject({
        ...{ withheld: [{ resource: 'practices', count: 1 }], unknown },
      });
      expect(await act('implement', id, implementationExample)).toMatchObject({
        status: 409,
        body: { type: 'urn:problem-type:passerelle:practiceTargetMissing' },
      });
    });

    it('is not found without its practice', async () => {
      expect((await chain(newId())).status).toBe(404);
    });
  });

  describe('read from the plan', () => {
    it('lists its practices, the last adopted first, with the cost and carbon of each visit once', async () => {
      const planId = await plan();
      const target = { kind: 'plan', id: planId, ...step };
      const [both, unpriced] = [await visit(), await visit({ costs: undefined, carbon: undefined })];
      const other = await visit({
        costs: [{ kind: 'stay', amount: { amount: '0.95', currency: 'EUR' } }],
        carbon: undefined,
      });
      const activityId = await record('activities.record', activityExample);
      const first = await adopted(target, { visitId: both, activityId }, '2024-06-10');
      const last = await adopted(target, { visitId: both }, '2024-07-01');
      const second = await adopted(target, { visitId: unpriced }, '2024-06-20');
      const third = await adopted(target, { visitId: other }, '2024-06-30');
      const without = await adopted(target, {}, '2024-06-05');
      await idOf(act('abandon', without, { on: '2024-07-02', reason: title }));
      await adopted({ kind: 'plan', id: await plan() });
      await adopted(adoptionExample.target);
      await idOf(act('retract', await adopted(target), {}));
      const { status, body } = await influences(planId);
      expect([status, Object.keys(body)]).toEqual([200, ['self', 'plan', 'practices', 'total', 'withheld', 'visits']]);
      const base = 'http://passerelle.test/v1';
      expect(body).toMatchObject({
        self: `${base}/plans/${planId}/influences`,
        plan: { resource: 'plans', id: planId, ref: 'CO-2024-0001', title },
        ...{ total: 5, withheld: 0 },
        visits: {
          ...{ number: 3, withCost: 2, cost: { amount: '1000.00', currency: 'EUR' } },
          ...{ withCarbon: 1, kilograms: 94 },
        },
      });
      const hrefs = body.practices.map(({ href }: { href: string }) => href);
      expect(hrefs).toEqual([last, third, second, first, without].map((id) => `${base}/practices/${id}`));
      expect(body.practices[3]).toMatchObject({
        ...{ ...step, origin: practiceExample.origin, adoptedOn: '2024-06-10', status: 'adopted' },
        visit: { costTotal: { amount: '999.05' }, carbon: { kilograms: 94 } },
        activity: { href: `${base}/activities/${activityId}` },
        ...{ withheld: [], unknown: [] },
      });
      expect(body.practices[4]).toMatchObject({ status: 'abandoned', reason: title });
      expect(body.practices[4]).not.toHaveProperty('visit');
    });

    it('leaves out what a reader may not see, also of the sums, and says how much', async () => {
      const planId = await plan();
      const target = { kind: 'plan', id: planId, ...step };
      const [shown, hidden] = [await visit(), await visit({ classification: 'internal' })];
      await adopted(target, { visitId: shown, classification: 'internal' });
      const withHidden = await adopted(target, { visitId: hidden });
      expect((await influences(planId)).body).toMatchObject({ total: 2, withheld: 0, visits: { number: 2 } });
      for (const caller of [anonymous, partnerFlanders]) {
        const { body } = await influences(planId, caller);
        expect(body).toMatchObject({
          practices: [
            { href: `http://passerelle.test/v1/practices/${withHidden}`, withheld: [{ resource: 'visits', count: 1 }] },
          ],
          ...{ total: 1, withheld: 1 },
        });
        expect(body.visits).toEqual({ number: 0, withCost: 0, withCarbon: 0 });
        expect(body.practices[0]).not.toHaveProperty('visit');
      }
    });

    it('is as visible as its plan', async () => {
      expect((await influences(newId())).status).toBe(404);
      const shared = await plan({ classification: 'internal', parties: ['BE-BRU', 'BE-VLG'] });
      const statusFor = async (id: string, caller = editor) => (await influences(id, caller)).status;
      expect([await statusFor(shared), await statusFor(shared, partnerFlanders)]).toEqual([200, 200]);
      for (const caller of [partnerWallonia, anonymous]) expect(await statusFor(shared, caller)).toBe(404);
      const restricted = await plan({ classification: 'restricted', parties: ['BE-BRU', 'BE-VLG'] });
      expect([await statusFor(restricted), await statusFor(restricted, partnerFlanders)]).toEqual([200, 404]);
    });

    it('shows a hundred practices at most, and counts all of them', async () => {
      const planId = await plan();
      const [visitId, other] = [await visit(), await visit()];
      const id = await adopted({ kind: 'plan', id: planId }, { visitId });
      await adopted({ kind: 'plan', id: planId }, { visitId: other }, '2024-06-01');
      const columns = await stage.app.database.query<{ name: string }>(
        `SELECT column_name AS name FROM information_schema.columns
          WHERE table_name = 'practice' AND column_name NOT IN ('id', 'ref') ORDER BY 1`,
      );
      const names = columns.map(({ name }) => name).join(', ');
      await stage.app.database.query(
        `INSERT INTO practice (id, ref, ${names})
         SELECT gen_random_uuid(), 'NW-2099-' || 1000 + copy, ${names} FROM practice, generate_series(1, 120) copy WHERE id = $1`,
        [id],
      );
      const { body } = await influences(planId);
      expect(body.practices).toHaveLength(100);
      expect(body).toMatchObject({ total: 122, visits: { number: 2, withCost: 2, kilograms: 188 } });
    });
  });
});
