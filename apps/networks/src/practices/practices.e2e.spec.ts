import { systemActor } from '@passerelle/platform/data/request-transaction';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, editor, partnerFlanders, type CallOptions } from '@passerelle/testing/start-app';
import { activityExample } from '../examples.js';
import { networks } from '../networks.js';
import { visitExample } from '../visits/visit.example.js';
import {
  abandonmentExample,
  adoptionExample,
  assessmentExample,
  evaluationExample,
  implementationExample,
  practiceExample,
  rejectionExample,
  shortlistExample,
} from './practice.example.js';
import { practicesSeenAt } from './practices.api.js';

const stage = onStage(networks);
const nowhere = '01930000-0000-7000-8000-000000000000';

describe('practices', () => {
  const subject = (operation: string) => `rpc.networks.practices.${operation}`;
  const capture = (changes: object = {}, options: CallOptions = {}) =>
    stage.client.call(subject('capture'), { body: { ...practiceExample, ...changes }, ...options });
  const call = (operation: string, practiceId: string, options: CallOptions = {}) =>
    stage.client.call(subject(operation), { path: { practiceId }, ...options });
  const act = (transition: string, id: string, given: object, options: CallOptions = {}) =>
    call(transition, id, { body: { transition, ...given }, ...options });
  const change = async (id: string, body: object, options: CallOptions = {}) =>
    call('change', id, { body, ifMatch: `"${(await call('read', id)).body.version}"`, ...options });
  const idOf = async (answering: ReturnType<typeof capture>): Promise<string> => {
    const { status, body } = await answering;
    if (status > 201) throw new Error(`The set-up was answered ${status} ${JSON.stringify(body)}`);
    return String(body.id);
  };
  const steps = {
    assess: assessmentExample,
    shortlist: shortlistExample,
    adopt: adoptionExample,
    implement: implementationExample,
    evaluate: evaluationExample,
  };
  /** After these acts, up to one of them. */
  const practiceAfter = async (last: keyof typeof steps, changes: object = {}, adoption: object = {}) => {
    const id = await idOf(capture(changes));
    for (const [name, given] of Object.entries(steps)) {
      await idOf(act(name, id, name === 'adopt' ? { ...given, ...adoption } : given));
      if (name === last) break;
    }
    return id;
  };
  const record = (of: string, body: object) => idOf(stage.client.call(`rpc.networks.${of}`, { body }));
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const known = (resource: string, id: string) =>
    stage.app.database.query('INSERT INTO known_record (subject, ref) VALUES ($1, $2)', [
      `${resource}/${id}`,
      'CO-2024-0001',
    ]);
  const forget = (resource: string, id: string) =>
    stage.app.database.query('DELETE FROM known_record WHERE subject = $1', [`${resource}/${id}`]);
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });
  const issue = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });
  const unknown = (name: string) => issue(name, 'referencedResourceNotFound');

  it('are captured, answer with their address and leave one whole fact', async () => {
    const answer = await capture();
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'captured', objective: 'O4', basedOn: [], classification: 'internal', ...practiceExample },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/practices/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['practices.captured']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it.each(['fr', 'nl', 'de'])('are not from Brussels, as is said in four languages (N7): %s', async (language) => {
    const origin = { place: { name: 'Bruxelles', country: 'BE' } };
    const fault = issue('origin.place', 'practiceFromBrussels');
    const answer = await capture({ origin }, { language });
    expect(answer).toMatchObject(fault);
    const english = await capture({ origin }, { language: 'en' });
    expect(english).toMatchObject(fault);
    expect(english.body.issues[0].detail).toMatch(/^must be elsewhere than in Brussels/);
    expect(answer.body.issues[0].detail).not.toBe(english.body.issues[0].detail);
    const id = await idOf(capture());
    expect(await change(id, { origin: { place: { ...origin.place, territory: null } } })).toMatchObject(fault);
  });

  it('were seen by today', async () => {
    expect(await capture({ capturedOn: '2199-12-30' })).toMatchObject(issue('capturedOn', 'factInFuture'));
  });

  it('name visits, activities and projects that are known', async () => {
    for (const field of ['visitId', 'activityId', 'projectId'])
      expect(await capture({ [field]: nowhere })).toMatchObject(unknown(field));
    const projectId = '01930000-0000-7000-8000-00000000a001';
    await known('projects', projectId);
    const visitId = await record('visits.plan', visitExample);
    const activityId = await record('activities.record', activityExample);
    const named = { visitId, activityId, projectId };
    const answer = await capture(named);
    expect(answer).toMatchObject({ status: 201, body: named });
    await forget('projects', projectId);
    expect((await change(answer.body.id, { themes: [] })).status).toBe(200);
    expect(await change(answer.body.id, { projectId: nowhere })).toMatchObject(unknown('projectId'));
    const { body } = await change(answer.body.id, { visitId: null, activityId: null, projectId: null });
    for (const field of Object.keys(named)) expect(body).not.toHaveProperty(field);
  });

  it('keep the visit and the activity that they name from being taken back', async () => {
    const visitId = await record('visits.plan', visitExample);
    const activityId = await record('activities.record', activityExample);
    const { body: practice } = await capture({ visitId, activityId });
    const retract = (of: string, path: Record<string, string>) =>
      stage.client.call(`rpc.networks.${of}.retract`, { path, body: { transition: 'retract' } });
    for (const [of, path] of [
      ['visits', { visitId }],
      ['activities', { activityId }],
    ] as const)
      expect(await retract(of, path)).toMatchObject({
        ...problem('stillReferenced'),
        body: { references: [practice.ref] },
      });
    await act('retract', practice.id, {});
    expect((await retract('visits', { visitId })).status).toBe(200);
    expect(await capture({ visitId })).toMatchObject(unknown('visitId'));
  });

  it.each(['jointStudies', 'plans', 'bodyMeetings', 'positions', 'activities', 'practices', 'visits', 'projects'])(
    'rest on known records only: %s',
    async (resource) => {
      expect(await capture({ basedOn: [{ resource, id: nowhere }] })).toMatchObject(unknown('basedOn.0'));
      const own = new Map([
        ['activities', () => record('activities.record', activityExample)],
        ['practices', () => idOf(capture())],
        ['visits', () => record('visits.plan', visitExample)],
      ]).get(resource);
      const id = own === undefined ? '01930000-0000-7000-8000-00000000a002' : await own();
      if (own === undefined) await known(resource, id);
      const basedOn = [{ resource, id }];
      expect(await capture({ basedOn })).toMatchObject({ status: 201, body: { basedOn } });
    },
  );

  it('do not rest on themselves, and keep what was taken back since', async () => {
    const [id, ground] = [await idOf(capture()), await idOf(capture())];
    const basedOn = [{ resource: 'practices', id: ground }];
    expect(await change(id, { basedOn: [{ resource: 'practices', id }] })).toMatchObject(
      issue('basedOn', 'schemaViolation'),
    );
    expect(await change(id, { basedOn })).toMatchObject({ status: 200, body: { basedOn } });
    await act('retract', ground, {});
    expect((await change(id, { basedOn, themes: [] })).status).toBe(200);
    expect(await capture({ basedOn })).toMatchObject(unknown('basedOn.0'));
  });

  it('go from the capture to the evaluation, with the day of each act', async () => {
    const id = await practiceAfter('evaluate');
    expect((await call('read', id)).body).toMatchObject({
      ...{ status: 'evaluated', potential: 4, adoptedBy: ['territorialStrategy'], target: adoptionExample.target },
      ...{ capturedOn: '2024-03-14', assessedOn: '2024-04-22', shortlistedOn: '2024-05-13', decidedOn: '2024-06-10' },
      ...{ adoptedOn: '2024-06-10', implementedOn: '2024-09-30', evaluatedOn: '2025-03-31' },
      result: evaluationExample.result,
    });
    expect((await log(id)).map(({ type }) => type.replace('practices.', ''))).toEqual([
      ...['captured', 'assessed', 'shortlisted', 'adopted', 'implemented', 'evaluated'],
    ]);
  });

  it('refuse an act before the previous one, or in the future', async () => {
    const id = await practiceAfter('assess');
    expect(await act('shortlist', id, { on: '2024-04-21' })).toMatchObject(issue('on', 'invalidPeriod'));
    expect(await act('shortlist', id, { on: '2199-12-30' })).toMatchObject(issue('on', 'factInFuture'));
  });

  it('are rejected or abandoned with a reason, and then corrected only in what they were', async () => {
    const rejected = await practiceAfter('shortlist');
    expect(await act('reject', rejected, rejectionExample)).toMatchObject({
      status: 200,
      body: { status: 'rejected', decidedOn: '2024-05-27', reason: rejectionExample.reason },
    });
    const abandoned = await practiceAfter('adopt');
    expect(await act('abandon', abandoned, abandonmentExample)).toMatchObject({
      status: 200,
      body: { status: 'abandoned', abandonedOn: '2024-08-19', reason: abandonmentExample.reason },
    });
    for (const id of [rejected, abandoned]) {
      expect(await change(id, { title: { en: 'Another title' } })).toMatchObject(problem('recordClosed'));
      expect(
        (await change(id, { themes: ['housing'], origin: { place: { name: 'Utrecht', territory: null } } })).status,
      ).toBe(200);
    }
  });

  describe('and what uses them (N6)', () => {
    const targetOf = async (kind: 'plan' | 'project', end: string) => {
      const id = `01930000-0000-7000-8000-00000000${end}`;
      await known(`${kind}s`, id);
      return { kind, id };
    };
    const possible = async (id: string): Promise<string[]> =>
      (await call('transitions', id)).body.items.map(({ transition }: { transition: string }) => transition);

    it('name a plan or a project that is known', async () => {
      const id = await practiceAfter('shortlist');
      for (const kind of ['plan', 'project'])
        expect(await act('adopt', id, { ...adoptionExample, target: { kind, id: nowhere } })).toMatchObject(
          unknown('target.id'),
        );
      const target = { ...(await targetOf('plan', 'b001')), step: 'draftAdopted', passage: { fr: 'Chapitre 4.2' } };
      expect(await act('adopt', id, { ...adoptionExample, target })).toMatchObject({ status: 200, body: { target } });
      expect(await change(id, { target: { kind: 'project', id: nowhere } })).toMatchObject(unknown('target.id'));
      const project = await targetOf('project', 'b002');
      expect(await change(id, { target: project })).toMatchObject({ status: 200, body: { target: project } });
    });

    it('is named once the adoption is decided', async () => {
      const id = await practiceAfter('shortlist');
      expect(await change(id, { target: adoptionExample.target })).toMatchObject(issue('target', 'schemaViolation'));
    });

    it('is needed to implement them, and not removed from those in use', async () => {
      const id = await practiceAfter('adopt');
      expect(await possible(id)).toContain('implement');
      await change(id, { target: null });
      expect(await possible(id)).not.toContain('implement');
      expect(await act('implement', id, implementationExample)).toMatchObject(problem('practiceTargetMissing'));
      await change(id, { target: adoptionExample.target });
      expect((await act('implement', id, implementationExample)).status).toBe(200);
      expect(await change(id, { target: null })).toMatchObject(problem('practiceTargetMissing'));
      const target = await targetOf('project', 'b003');
      expect(await change(id, { target })).toMatchObject({ status: 200, body: { status: 'implemented', target } });
    });

    it.each(['plan', 'project'] as const)('must not have been taken back since: %s', async (kind) => {
      const target = await targetOf(kind, kind === 'plan' ? 'b004' : 'b005');
      const id = await practiceAfter('adopt', {}, { target });
      await forget(`${kind}s`, target.id);
      expect(await possible(id)).not.toContain('implement');
      expect(await act('implement', id, implementationExample)).toMatchObject(problem('practiceTargetMissing'));
      expect((await change(id, { themes: [] })).status).toBe(200);
      await known(`${kind}s`, target.id);
      expect((await act('implement', id, implementationExample)).status).toBe(200);
    });
  });

  it('have their texts in both official languages where they are public', async () => {
    const monolingual = { fr: 'Une langue' };
    const publicly = { classification: 'public' };
    expect(await capture({ ...publicly, title: monolingual })).toMatchObject(problem('languageIncomplete'));
    const missing = problem('languageIncomplete');
    const id = await idOf(capture(publicly));
    expect(await change(id, { problem: { nl: null } })).toMatchObject(missing);
    expect(await act('assess', id, { ...assessmentExample, assessment: monolingual })).toMatchObject(missing);
    const assessed = await practiceAfter('assess', publicly);
    expect(await act('reject', assessed, { ...rejectionExample, reason: monolingual })).toMatchObject(missing);
    const shortlisted = await practiceAfter('shortlist', publicly);
    const target = { kind: 'process', name: monolingual };
    expect(await act('adopt', shortlisted, { ...adoptionExample, target })).toMatchObject(missing);
    const adopted = await practiceAfter('adopt', publicly);
    expect(await act('abandon', adopted, { ...abandonmentExample, reason: monolingual })).toMatchObject(missing);
    const implemented = await practiceAfter('implement', publicly);
    expect(await act('evaluate', implemented, { ...evaluationExample, result: monolingual })).toMatchObject(missing);
  });

  it('answer what was learnt from a city, by its country and by its name', async () => {
    const place = { name: 'Reykjavík', country: 'IS' };
    const organisation = { name: 'Borgarskipulag Reykjavíkur' };
    const target = { kind: 'plan', id: '01930000-0000-7000-8000-00000000b006' };
    await known('plans', target.id);
    const first = await practiceAfter('adopt', { origin: { place, organisation } }, { target });
    const second = await idOf(capture({ origin: { place }, capturedOn: '2024-03-20', themes: ['housing'] }));
    const ids = async (query: Record<string, string[]>) =>
      (await stage.client.call(subject('list'), { query: { originCountry: ['IS'], ...query } })).body.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await ids({})).toEqual([second, first]);
    expect(await ids({ q: ['reykjavik'] })).toHaveLength(2);
    expect(await ids({ q: ['borgarskipulag'] })).toEqual([first]);
    expect(await ids({ q: ['rain'], status: ['captured'] })).toEqual([second]);
    expect(await ids({ adoptedBy: ['territorialStrategy'], adoptedOnFrom: ['2024-06-10'] })).toEqual([first]);
    expect(await ids({ targetId: [target.id] })).toEqual([first]);
    expect(await ids({ theme: ['housing'], capturedOnTo: ['2024-03-20'] })).toEqual([second]);
    expect(await ids({ originCountry: ['NL'], q: ['reykjavik'] })).toEqual([]);
  });

  it('are seen by others where they are public', async () => {
    const [hidden, shown] = [await idOf(capture()), await idOf(capture({ classification: 'public' }))];
    for (const caller of [anonymous, partnerFlanders]) {
      expect((await call('read', hidden, { caller })).status).toBe(404);
      expect((await call('read', shown, { caller })).status).toBe(200);
    }
    for (const caller of [partnerFlanders, { ...editor, roles: ['auditor'] }])
      expect((await act('assess', shown, assessmentExample, { caller })).status).toBe(403);
  });

  it('are taken back when they were registered in error', async () => {
    const id = await idOf(capture());
    expect(await takeBack(stage, { subject: 'rpc.networks.practices', parameter: 'practiceId', id })).toEqual(
      takenBack,
    );
  });

  it('are found for other slices by the visits and activities at which they were seen', async () => {
    const visitId = await record('visits.plan', visitExample);
    const activityId = await record('activities.record', activityExample);
    const onVisit = await idOf(capture({ visitId }));
    const atActivity = await practiceAfter('assess', { activityId });
    await act('retract', await idOf(capture({ visitId })), {});
    const found = await stage.app.database.read(systemActor('test'), (tx) =>
      practicesSeenAt(tx, { visitIds: [visitId], activityIds: [activityId] }),
    );
    expect(found).toMatchObject([
      { id: onVisit, visitId, adoptedOn: null },
      { id: atActivity, activityId, implementedOn: null },
    ]);
  });
});
