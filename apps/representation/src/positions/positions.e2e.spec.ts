import { systemActor } from '@passerelle/platform/data/request-transaction';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { approver, editor, partnerFlanders } from '@passerelle/testing/start-app';
import { bodyExample } from '../examples.js';
import { meetingExample } from '../meetings/meeting.example.js';
import { representation } from '../representation.js';
import {
  assessmentExample,
  interventionExample,
  positionExample,
  publicationExample,
  revisionExample,
  validationExample,
} from './position.example.js';
import { meetingChanged } from './meeting-changes.js';
import { positionsOfMeeting, positionsWithProcedures } from './positions.api.js';

const stage = onStage(representation);
const nowhere = '01930000-0000-7000-8000-000000000000';
const drafter = { ...editor, subject: 'drafter' };

describe('positions', () => {
  let bodyId: string;
  let bodyMeetingId: string;

  beforeAll(async () => {
    bodyId = await body();
    bodyMeetingId = await meeting();
  });

  const body = async (changes: object = {}): Promise<string> =>
    (await stage.client.call('rpc.representation.bodies.register', { body: { ...bodyExample, ...changes } })).body.id;
  const meeting = async (changes: object = {}, of = bodyId): Promise<string> => {
    const announced = { path: { bodyId: of }, body: { ...meetingExample, ...changes } };
    return (await stage.client.call('rpc.representation.body-meetings.announce', announced)).body.id;
  };
  const positions = (act: string) => `rpc.representation.positions.${act}`;
  const draft = (changes: object = {}, caller = drafter) =>
    stage.client.call(positions('draft'), { body: { ...positionExample, bodyMeetingId, ...changes }, caller });
  const drafted = async (changes: object = {}): Promise<string> => (await draft(changes)).body.id;
  const call = (operation: string, positionId: string, options: object = {}) =>
    stage.client.call(positions(operation), { path: { positionId }, ...options });
  const change = async (id: string, patch: object, caller = drafter) => {
    const { version } = (await call('read', id)).body;
    return call('change', id, { body: patch, ifMatch: `"${version}"`, caller });
  };
  const act = (transition: string, id: string, given: object, caller = approver) => {
    const operation = transition.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return call(operation, id, { body: { transition, ...given }, caller });
  };
  const validated = async (changes: object = {}): Promise<string> => {
    const id = await drafted(changes);
    expect((await act('validate', id, validationExample)).status).toBe(200);
    return id;
  };
  const assessed = async (changes: object = {}): Promise<string> => {
    const id = await validated({ coordination: 'none', ...changes });
    expect((await act('defend', id, { ...interventionExample, form: 'spoken', bodyMeetingId })).status).toBe(200);
    expect((await act('assess', id, assessmentExample)).status).toBe(200);
    return id;
  };
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const verbs = async (id: string) => (await log(id)).map(({ type }) => type.replace('positions.', ''));
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });
  const issue = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });
  const unknown = (name: string) => issue(name, 'referencedResourceNotFound');
  const known = (resource: string, id: string, classification: string | null = null, title: object | null = null) =>
    stage.app.database.query('INSERT INTO known_record (subject, ref, title, classification) VALUES ($1, $2, $3, $4)', [
      `${resource}/${id}`,
      'PJ-2024-0007',
      title,
      classification,
    ]);

  it('are drafted with numbered interests and the days of their meeting, and leave one whole fact', async () => {
    const answer = await draft();
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'draft', bodyId, meetingOn: '2024-11-14', dueOn: '2024-11-06', interests: [{ n: 1 }, { n: 2 }] },
    });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/positions/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['positions.drafted']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('are for a known meeting and an item of its agenda, or for none', async () => {
    expect(await draft({ bodyMeetingId: nowhere })).toMatchObject(unknown('bodyMeetingId'));
    expect(await draft({ agendaItem: 3 })).toMatchObject(issue('agendaItem', 'schemaViolation'));
    const id = await drafted({ bodyMeetingId: undefined, agendaItem: undefined });
    expect(await change(id, { agendaItem: 1 })).toMatchObject(issue('agendaItem', 'schemaViolation'));
    const later = await meeting({ startsOn: '2025-11-13', endsOn: undefined });
    expect(await change(id, { bodyMeetingId: later, agendaItem: 2 })).toMatchObject({
      status: 200,
      body: { bodyId, meetingOn: '2025-11-13', dueOn: '2025-11-05', agendaItem: 2 },
    });
    const free = await change(id, { bodyMeetingId: null, agendaItem: null });
    expect(free.status).toBe(200);
    for (const field of ['bodyId', 'meetingOn', 'dueOn']) expect(free.body).not.toHaveProperty(field);
  });

  it.each(['jointStudies', 'opinions', 'plans', 'activities', 'projects', 'bodyMeetings', 'positions'])(
    'rest on known records only: %s',
    async (resource) => {
      expect(await draft({ basedOn: [{ resource, id: nowhere }] })).toMatchObject(unknown('basedOn.0'));
      const own = { bodyMeetings: bodyMeetingId, positions: await drafted() };
      const id = new Map(Object.entries(own)).get(resource) ?? '01930000-0000-7000-8000-0000000000aa';
      if (!(resource in own)) await known(resource, id);
      const basedOn = [{ resource, id }];
      expect(await draft({ basedOn })).toMatchObject({ status: 201, body: { basedOn } });
    },
  );

  it('do not rest on themselves, and keep what was taken back since', async () => {
    const [id, ground] = [await drafted(), await drafted()];
    const basedOn = [{ resource: 'positions', id: ground }];
    expect(await change(id, { basedOn: [{ resource: 'positions', id }] })).toMatchObject(
      issue('basedOn', 'schemaViolation'),
    );
    expect(await change(id, { basedOn })).toMatchObject({ status: 200, body: { basedOn } });
    await act('retract', ground, {}, editor);
    expect((await change(id, { basedOn, themes: [] })).status).toBe(200);
    expect(await draft({ basedOn })).toMatchObject(unknown('basedOn.0'));
  });

  it('go from the draft over the DGE and the CIPE to an assessment by somebody else', async () => {
    const id = await validated();
    const vote = { ...interventionExample, bodyMeetingId, form: 'vote' };
    expect(await act('defend', id, vote)).toMatchObject(problem('belgianConsensusMissing'));
    expect(await act('abstain', id, { on: '2024-11-14' })).toMatchObject(problem('abstentionWithoutDisagreement'));
    await act('coordinateBelgium', id, { on: '2024-11-07', forum: 'dge', result: 'noConsensus' });
    expect(await act('defend', id, vote)).toMatchObject(problem('belgianConsensusMissing'));
    await act('coordinateBelgium', id, { on: '2024-11-08', forum: 'cipe', result: 'consensus' });
    expect(await act('defend', id, vote)).toMatchObject({ status: 200, body: { defendedOn: '2024-11-12' } });
    expect(await act('assess', id, assessmentExample, drafter)).toMatchObject({ status: 409, body: { act: 'draft' } });
    expect(await act('assess', id, assessmentExample)).toMatchObject({
      status: 200,
      body: {
        status: 'assessed',
        interests: [
          { n: 1, uptake: 'partial' },
          { n: 2, uptake: 'none' },
        ],
      },
    });
    await act('publish', id, publicationExample);
    expect(await verbs(id)).toEqual([
      'drafted',
      'validated',
      ...['coordinatedInBelgium', 'coordinatedInBelgium'],
      ...['defended', 'assessed', 'published'],
    ]);
  });

  it('are assessed by somebody who neither drafted nor last changed them (P5)', async () => {
    const id = await validated({ coordination: 'none' });
    await act('defend', id, interventionExample);
    await change(id, { themes: ['cities'] }, editor);
    expect(await act('assess', id, assessmentExample, editor)).toMatchObject({
      ...problem('samePerson'),
      body: { act: 'change' },
    });
    expect(await act('assess', id, assessmentExample, drafter)).toMatchObject(problem('samePerson'));
    const missing = { ...assessmentExample, uptakes: [{ n: 2, uptake: 'none' }] };
    expect(await act('assess', id, missing)).toMatchObject(issue('uptakes', 'schemaViolation'));
    expect((await act('assess', id, assessmentExample)).status).toBe(200);
    const again = {
      ...assessmentExample,
      uptakes: [
        { n: 1, uptake: 'unknown' },
        { n: 2, uptake: 'none' },
      ],
    };
    const { interests } = (await act('assess', id, again)).body;
    expect(interests[0]).toMatchObject({ n: 1, uptake: 'unknown' });
    expect(interests[0]).not.toHaveProperty('passage');
  });

  it('end in an abstention where Belgium did not agree', async () => {
    const id = await validated({ coordination: 'cipe' });
    await act('coordinateBelgium', id, { on: '2024-11-07', forum: 'cipe', result: 'noConsensus' });
    expect(await act('abstain', id, { on: '2024-11-14' })).toMatchObject({
      status: 200,
      body: { status: 'abstained' },
    });
    expect((await act('assess', id, assessmentExample)).status).toBe(200);
  });

  it('refuse a coordination that is not needed, a missing one, and a vote where there is none (P3, P4)', async () => {
    const regional = await validated({ coordination: 'regional' });
    const sought = { on: '2024-11-07', forum: 'dge', result: 'consensus' };
    expect(await act('coordinateBelgium', regional, sought)).toMatchObject(problem('coordinationNotNeeded'));
    expect(await act('defend', regional, interventionExample)).toMatchObject(problem('regionalConsensusMissing'));
    await act('coordinateRegionally', regional, { on: '2024-11-05', result: 'consensus' });
    const silent = await meeting({}, await body({ voting: false }));
    const vote = { ...interventionExample, form: 'vote', bodyMeetingId: silent };
    expect(await act('defend', regional, vote)).toMatchObject(problem('seatWithoutVote'));
    expect(await act('defend', regional, { ...vote, bodyMeetingId: nowhere })).toMatchObject(unknown('bodyMeetingId'));
    expect((await act('defend', regional, { ...vote, form: 'amendment' })).status).toBe(200);
  });

  it('go back to a draft with a reason, without what was agreed', async () => {
    const id = await validated();
    const { body: revised } = await act('revise', id, revisionExample);
    expect(revised).toMatchObject({ status: 'draft', ...revisionExample });
    expect(revised).not.toHaveProperty('validatedOn');
    expect((await change(id, { title: { fr: 'Nouveau titre' } })).status).toBe(200);
  });

  it('keep what was agreed from being changed (P9)', async () => {
    const id = await validated();
    expect(await change(id, { interests: positionExample.interests })).toMatchObject(problem('recordClosed'));
    expect(await change(id, { coSigners: [] })).toMatchObject({ status: 200, body: { coSigners: [] } });
    await act('withdraw', id, { reason: { fr: 'Retirée' } });
    expect(await change(id, { coSigners: [] })).toMatchObject(problem('recordClosed'));
  });

  it('have their texts in both official languages where they are public', async () => {
    const monolingual = { fr: 'Une langue' };
    const publicly = { classification: 'public' };
    expect(await draft({ ...publicly, title: monolingual })).toMatchObject(problem('languageIncomplete'));
    const id = await drafted(publicly);
    const by = { on: '2024-11-04', by: monolingual };
    expect(await act('validate', id, by)).toMatchObject(problem('languageIncomplete'));
    expect(await act('withdraw', id, { reason: monolingual })).toMatchObject(problem('languageIncomplete'));
    await act('validate', id, validationExample);
    expect(await act('revise', id, { reason: monolingual })).toMatchObject(problem('languageIncomplete'));
    const french = { title: { nl: null } };
    expect(await change(await drafted(), { ...publicly, ...french })).toMatchObject(problem('languageIncomplete'));
  });

  it('are refused where their fact would exceed 32 KB', async () => {
    const inAll = (max: number) =>
      Object.fromEntries(['fr', 'nl', 'en', 'de'].map((language) => [language, '漢'.repeat(max)]));
    const [interest] = positionExample.interests;
    const interests = Array.from({ length: 10 }, () => ({ ...interest, topic: inAll(100), wording: inAll(200) }));
    expect(await draft({ interests })).toMatchObject({
      status: 413,
      body: { type: 'urn:problem-type:passerelle:recordTooLarge', limit: 32_768 },
    });
  });

  it('answer in one list what became of each interest', async () => {
    const procedure = '2099/0001(COD)';
    const [first, second] = [await assessed({ procedure }), await drafted({ procedure })];
    const list = async (query: Record<string, string[]>) =>
      (await stage.client.call(positions('list'), { query: { procedure: [procedure], ...query }, language: 'nl' })).body
        .items;
    const [item] = await list({ uptake: ['full', 'partial'] });
    const topic = (nl: string) => ({ topic: { nl } });
    expect(item).toMatchObject({ id: first, status: 'assessed', assessedOn: '2024-12-16' });
    const [areas, statistics] = positionExample.interests.map(({ themes }) => ({ themes }));
    const { passage } = assessmentExample.uptakes[0];
    expect(item.interests).toEqual([
      { n: 1, ...topic('Grootstedelijke gebieden'), priority: 'must', ...areas, uptake: 'partial', passage },
      { n: 2, ...topic('Vergelijkbare statistieken'), priority: 'should', ...statistics, uptake: 'none' },
    ]);
    const ids = async (query: Record<string, string[]>) => (await list(query)).map(({ id }: { id: string }) => id);
    expect(await ids({ uptake: ['full'] })).toEqual([]);
    expect((await ids({ interestTheme: ['statistics'] })).sort()).toEqual([first, second].sort());
    expect(await ids({ interestTheme: ['housing'] })).toEqual([]);
    expect((await ids({})).sort()).toEqual([first, second].sort());
    expect(await ids({ status: ['draft'], q: ['vergelijkbare'], bodyMeetingId: [bodyMeetingId] })).toEqual([second]);
    expect(await ids({ assessedOnFrom: ['2024-12-16'], theme: ['statistics'] })).toEqual([first]);
  });

  it('are taken back when they were registered in error', async () => {
    const subject = 'rpc.representation.positions';
    expect(await takeBack(stage, { subject, parameter: 'positionId', id: await drafted() })).toEqual(takenBack);
  });

  it('keep their meeting from being taken back', async () => {
    const own = await meeting();
    const { body: position } = await draft({ bodyMeetingId: own });
    const retract = () =>
      stage.client.call('rpc.representation.body-meetings.retract', {
        path: { bodyMeetingId: own },
        body: { transition: 'retract' },
      });
    expect(await retract()).toMatchObject({ ...problem('stillReferenced'), body: { references: [position.ref] } });
    await act('retract', position.id, {}, editor);
    expect((await retract()).status).toBe(200);
    expect(await draft({ bodyMeetingId: own })).toMatchObject(unknown('bodyMeetingId'));
  });

  describe('one interest, in one read', () => {
    const read = (positionId: string, n: string, caller = editor) =>
      stage.client.call(positions('interest'), { path: { positionId, n }, caller });

    it('leads from the wish to the adopted text', async () => {
      const project = '01930000-0000-7000-8000-0000000000bb';
      const title = { fr: 'Un projet', nl: 'Een project' };
      await known('projects', project, 'internal', title);
      const basedOn = [
        { resource: 'projects', id: project },
        { resource: 'bodyMeetings', id: bodyMeetingId },
      ];
      const id = await assessed({ basedOn });
      const { body: chain, status } = await read(id, '1');
      const { ref } = (await call('read', id)).body;
      const named = { title: meetingExample.title, startsOn: '2024-11-14', bodyAcronym: 'DGUM' };
      expect([status, Object.keys(chain)]).toEqual([
        200,
        [
          ...['position', 'interest', 'agendaItem', 'validatedOn', 'validatedBy', 'coordination'],
          ...['interventions', 'adopted', 'assessedOn', 'basedOn'],
        ],
      ]);
      expect(chain).toMatchObject({
        position: { id, ref, href: `http://passerelle.test/v1/positions/${id}`, status: 'assessed' },
        interest: { ...positionExample.interests[0], n: 1, uptake: 'partial' },
        interventions: [{ form: 'spoken', bodyMeetingId, meeting: named }],
        adopted: assessmentExample.adopted,
        basedOn: [
          { id: project, ref: 'PJ-2024-0007', title },
          { id: bodyMeetingId, title: meetingExample.title },
        ],
      });
      expect((await read(id, '2')).body.interest).toMatchObject({ n: 2, uptake: 'none' });
      for (const n of ['3', '0', 'one']) expect(await read(id, n)).toMatchObject({ status: 404 });
    });

    it('is as visible as its position, and names to others what they may see', async () => {
      const project = '01930000-0000-7000-8000-0000000000cc';
      const shown = '01930000-0000-7000-8000-0000000000dd';
      const title = { fr: 'Un projet', nl: 'Een project' };
      await known('projects', project, 'internal', title);
      await known('projects', shown, 'public', title);
      const basedOn = [
        { resource: 'projects', id: project },
        { resource: 'projects', id: shown },
        { resource: 'positions', id: await drafted() },
      ];
      const id = await assessed({ basedOn });
      expect(await read(id, '1', partnerFlanders)).toMatchObject({ status: 404 });
      const { status } = await change(id, { classification: 'public' });
      expect(status).toBe(200);
      const { body: chain } = await read(id, '1', partnerFlanders);
      expect(chain.interventions[0]).not.toHaveProperty('meeting');
      expect(chain.basedOn).toEqual([basedOn[0], { ...basedOn[1], ref: 'PJ-2024-0007', title }, basedOn[2]]);
    });
  });

  describe('for other slices', () => {
    const asMachine = <Result>(work: Parameters<typeof stage.app.database.transaction<Result>>[1]) =>
      stage.app.database.transaction(systemActor('test'), work);

    it('are found by their meeting, and by the meeting at which they were defended', async () => {
      const own = await meeting();
      const [prepared, elsewhere, retracted] = [
        await drafted({ bodyMeetingId: own }),
        await validated({ coordination: 'none' }),
        await drafted({ bodyMeetingId: own }),
      ];
      await act('defend', elsewhere, { ...interventionExample, bodyMeetingId: own });
      await act('retract', retracted, {}, editor);
      const found = await asMachine((tx) => positionsOfMeeting(tx, own));
      expect(found.map(({ id }) => id)).toEqual([prepared, elsewhere]);
      expect(found[0]).toMatchObject({ status: 'draft', agendaItem: 1, meetingOn: '2024-11-14', interests: [{}, {}] });
    });

    it('are found by their procedure, before a day', async () => {
      const procedure = '2098/0001(COD)';
      const noMeeting = { bodyMeetingId: undefined, agendaItem: undefined };
      const [prepared, validatedOnly] = [await drafted({ procedure }), await validated({ procedure, ...noMeeting })];
      await drafted({ procedure, ...noMeeting });
      const found = async (day: string) =>
        (await asMachine((tx) => positionsWithProcedures(tx, [procedure], day))).map(({ id }) => id);
      expect(await found('2024-11-15')).toEqual([prepared, validatedOnly]);
      expect(await found('2024-11-14')).toEqual([validatedOnly]);
      expect(await asMachine((tx) => positionsWithProcedures(tx, [], '2024-11-15'))).toEqual([]);
    });

    it('follow their meeting to another day', async () => {
      const own = await meeting({ endsOn: undefined });
      const [id, retracted] = [await validated({ bodyMeetingId: own }), await drafted({ bodyMeetingId: own })];
      await act('retract', retracted, {}, editor);
      const moved = `UPDATE body_meeting SET starts_on = '2024-11-07' WHERE id = $1`;
      await asMachine(async (tx) => {
        await tx.query(moved, [own]);
        for (let time = 0; time < 2; time++) await meetingChanged(tx, { id: own });
      });
      expect((await call('read', id)).body).toMatchObject({
        ...{ meetingOn: '2024-11-07', dueOn: '2024-10-30', timely: false },
        version: 3,
      });
      expect(await verbs(id)).toEqual(['drafted', 'validated', 'changed']);
      expect(await verbs(retracted)).toEqual(['drafted', 'retracted']);
    });
  });
});
