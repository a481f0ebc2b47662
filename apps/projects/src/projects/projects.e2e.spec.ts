import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, partnerFlanders } from '@passerelle/testing/start-app';
import pg from 'pg';
import { partnerExample, programmeExample, projectExample } from '../examples.js';
import { projects as service } from '../projects.js';

const stage = onStage(service);

describe('projects', () => {
  /** A programme that requires three partners from three countries, and one that requires nothing. */
  let strict: string;
  let free: string;

  beforeAll(async () => {
    strict = await programme({ code: 'strict' });
    free = await programme({ code: 'espon-test', fundingMode: 'programmeProcured', consortiumRule: {} });
  });

  const projects = (act: string) => `rpc.projects.projects.${act}`;
  const call = (act: string, id: string, body: object, ifMatch?: string) =>
    stage.client.call(projects(act), { path: { projectId: id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) });

  /** An act in the life of a project. */
  const perform = (transition: string, id: string, given: object) =>
    call(transition.replace('C', '-c'), id, { transition, ...given });

  async function programme(changes: object): Promise<string> {
    const body = { ...programmeExample, ...changes };
    return (await stage.client.call('rpc.projects.programmes.register', { body })).body.id;
  }

  let acronyms = 0;
  const attempt = (changes: object = {}) => {
    const body = { ...projectExample, programmeId: strict, acronym: `BRIDGE-${++acronyms}`, ...changes };
    return stage.client.call(projects('register'), { body });
  };
  const register = async (changes: object = {}) => (await attempt(changes)).body;
  const registerImported = (changes: object = {}) =>
    register({ origin: 'imported', importSource: 'keep', departments: [], role: undefined, ...changes });

  const join = (projectId: string, changes: object = {}) =>
    stage.client.call('rpc.projects.partners.join', { path: { projectId }, body: { ...partnerExample, ...changes } });
  async function consortium(projectId: string): Promise<void> {
    await join(projectId);
    await join(projectId, { role: 'partner', country: 'FR' });
    await join(projectId, { role: 'partner', country: 'NL' });
  }

  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const list = async (query: Record<string, readonly string[]>, caller?: typeof anonymous) =>
    (await stage.client.call(projects('list'), { query, ...(caller === undefined ? {} : { caller }) })).body;
  const acronymsOf = (body: { items: { acronym: string }[] }) => body.items.map(({ acronym }) => acronym);
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });

  it('registers a project, answers with its address and leaves one whole fact', async () => {
    const answer = await attempt({ acronym: 'FIRST' });
    expect(answer).toMatchObject({ status: 201, body: { version: 1, status: 'contracting', qualityFlags: [] } });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/projects/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const [fact, ...more] = await log(answer.body.id);
    expect(more).toEqual([]);
    expect(fact?.type).toBe('projects.registered');
    expect(JSON.parse(fact?.data ?? '')).toEqual(state);
  });

  it('passes through all its states, with one fact per act', async () => {
    const { id } = await register();
    await consortium(id);
    const reason = { fr: 'Un solde restait dû.', nl: 'Er bleef een saldo verschuldigd.' };
    const acts: [string, object][] = [
      ['start', { on: '2025-01-15' }],
      ['suspend', { on: '2025-06-01' }],
      ['resume', { on: '2025-09-01' }],
      ['end', { on: '2026-06-30' }],
      ['close', { on: '2026-09-30' }],
      ['revertClosure', { on: '2026-10-15', reason }],
      ['terminate', { on: '2026-10-31', reason }],
    ];
    for (const [act, body] of acts) expect(await perform(act, id, body)).toMatchObject({ status: 200 });
    expect((await log(id)).map((row) => [row.type, row.aggregate_version])).toEqual([
      ['projects.registered', '1'],
      ['projects.started', '2'],
      ['projects.suspended', '3'],
      ['projects.resumed', '4'],
      ['projects.ended', '5'],
      ['projects.closed', '6'],
      ['projects.reopened', '7'],
      ['projects.terminated', '8'],
    ]);
    const { body } = await stage.client.call(projects('read'), { path: { projectId: id } });
    expect(body).toMatchObject({ startsOn: '2025-01-15', endsOn: '2026-10-31', status: 'terminatedEarly' });
    expect(await perform('start', id, { on: '2026-11-01' })).toMatchObject(problem('illegalTransition'));
  });

  it('starts with one lead partner and as many partners as the programme requires (J1, J2)', async () => {
    const { id } = await register();
    const start = () => perform('start', id, { on: '2025-01-01' });
    expect(await start()).toMatchObject(problem('leadPartnerMissing'));
    await join(id);
    await join(id, { role: 'associated', country: 'DE', budget: { state: 'unpublished' } });
    await join(id, { role: 'partner', country: 'FR' });
    expect(await start()).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:consortiumTooSmall', partners: 2, minPartners: 3, countries: 2 },
    });
    const third = await join(id, { role: 'partner', country: 'NL' });
    await stage.client.call('rpc.projects.partners.leave', {
      path: { partnerId: third.body.id },
      body: { transition: 'leave', on: '2025-02-01' },
    });
    expect(await start()).toMatchObject(problem('consortiumTooSmall'));
    await join(id, { role: 'partner', country: 'LU' });
    expect(await start()).toMatchObject({ status: 200, body: { status: 'running' } });
  });

  it('needs dates, but neither lead partner nor minimum, if the programme buys the study', async () => {
    const { id } = await register({ programmeId: free, role: 'stakeholder' });
    expect(await perform('start', id, { on: '2025-01-01' })).toMatchObject({ status: 200 });
    const undated = await register({ programmeId: free, startsOn: undefined, endsOn: undefined });
    expect(await perform('start', undated.id, { on: '2025-01-01' })).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:datesMissing', missing: 'startsOn, endsOn' },
    });
  });

  it('flags the faults of imported projects, and counts them', async () => {
    const history = { startsOn: undefined, endsOn: undefined, title: { en: 'Bridges' } };
    const { id, qualityFlags } = await registerImported(history);
    expect(qualityFlags).toEqual(['languageIncomplete']);
    expect((await join(id)).status).toBe(201);
    expect((await join(id)).body.qualityFlags).toEqual(['severalLeadPartners']);
    expect(await perform('close', id, {})).toMatchObject({
      status: 200,
      body: { status: 'closed', qualityFlags: ['severalLeadPartners', 'consortiumTooSmall', 'languageIncomplete'] },
    });
    expect(await list({ programmeId: [strict], qualityFlag: ['severalLeadPartners'], total: ['true'] })).toMatchObject({
      total: 1,
    });
  });

  it('gives an acronym to one project of a programme, also under ten concurrent requests (J14)', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => attempt({ acronym: 'RACE' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      body: { type: 'urn:problem-type:passerelle:acronymTaken', acronym: 'RACE' },
    });
    expect(await attempt({ acronym: 'Race ' })).toMatchObject(problem('acronymTaken'));
    expect((await attempt({ acronym: 'RACE', programmeId: free })).status).toBe(201);
    const { id } = await register();
    expect(await call('change', id, { acronym: 'race' }, '"1"')).toMatchObject(problem('acronymTaken'));
    const facts = await stage.app.database.query(
      `SELECT 1 FROM event_log WHERE product = 'internal' AND data LIKE '%"acronym":"RACE"%'`,
    );
    expect(facts).toHaveLength(2);
  });

  it('distinguishes imported projects with one acronym by their operation code', async () => {
    const coded = (programmeId: string, changes: object = {}) =>
      attempt({
        acronym: 'TWIN',
        origin: 'imported',
        importSource: 'keep',
        departments: [],
        role: undefined,
        externalIds: { programmeId },
        ...changes,
      });
    expect([(await coded('NWE0100001')).status, (await coded('NWE0100002')).status]).toEqual([201, 201]);
    expect((await coded('BE-00-1', { acronym: 'DASH' })).status).toBe(201);
    expect(await coded('be-00\u20101', { acronym: 'DASHED' })).toMatchObject(problem('operationCodeTaken'));
    expect(await coded('NWE0100001', { acronym: 'OTHER' })).toMatchObject({
      ...problem('operationCodeTaken'),
      body: { operationCode: 'NWE0100001' },
    });
    const { items } = await list({ programmeId: [strict], acronym: ['twin'], sort: ['ref'] });
    expect(items).toMatchObject([
      { externalIds: { programmeId: 'NWE0100001' } },
      { externalIds: { programmeId: 'NWE0100002' } },
    ]);
    expect((await attempt({ acronym: 'TWIN', externalIds: { programmeId: 'NWE0100003' } })).status).toBe(201);
    expect(await attempt({ acronym: 'TWIN', externalIds: { programmeId: 'NWE0100004' } })).toMatchObject(
      problem('acronymTaken'),
    );
  });

  it('refuses an unknown programme, a reversed period and a stale version', async () => {
    const unknown = '01930000-0000-7000-8000-000000000000';
    const issue = (name: string, kind: string) => ({
      status: 400,
      body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
    });
    expect(await attempt({ programmeId: unknown })).toMatchObject(issue('programmeId', 'referencedResourceNotFound'));
    expect(await attempt({ endsOn: '2024-12-31' })).toMatchObject(issue('endsOn', 'invalidPeriod'));
    const { id } = await register();
    expect(await call('change', id, { endsOn: '2024-12-31' }, '"1"')).toMatchObject(issue('endsOn', 'invalidPeriod'));
    expect(await call('change', id, { programmeId: unknown }, '"1"')).toMatchObject(
      issue('programmeId', 'referencedResourceNotFound'),
    );
    expect(await call('change', id, { role: 'partner' })).toMatchObject({ status: 428 });
    expect(await call('change', id, { role: 'partner' }, '"9"')).toMatchObject({
      status: 412,
      body: { currentVersion: 1 },
    });
    expect(await log(id)).toHaveLength(1);
  });

  it('shows others only what is public', async () => {
    const ids = await Promise.all(
      ['public', 'internal', 'restricted'].map(async (classification) => (await register({ classification })).id),
    );
    const read = async (projectId: string) =>
      (await stage.client.call(projects('read'), { path: { projectId }, caller: partnerFlanders })).status;
    expect(await Promise.all(ids.map(read))).toEqual([200, 404, 404]);
    const seen = await list({ pageSize: ['200'] }, partnerFlanders);
    expect(new Set(seen.items.map(({ classification }: { classification: string }) => classification))).toEqual(
      new Set(['public']),
    );
    const open = await stage.client.call(projects('list'), { query: { pageSize: ['200'] }, caller: anonymous });
    expect(open.body.items.filter((item: { classification: string }) => item.classification !== 'public')).toEqual([]);
    expect(await stage.client.call(projects('register'), { body: {}, caller: anonymous })).toMatchObject({
      status: 401,
      body: { type: 'urn:problem-type:belgif:noAccessToken' },
    });
    expect(
      await stage.client.call(projects('register'), { body: projectExample, caller: partnerFlanders }),
    ).toMatchObject({
      status: 403,
      body: { requiredScope: 'projects:write' },
    });
  });

  it('finds projects by the common filters', async () => {
    const programmeId = [await programme({ code: 'filters' })];
    const register3 = [
      { acronym: 'PAST', startsOn: '2015-01-01', endsOn: '2018-12-31', role: undefined, level: 'world' },
      { acronym: 'Now', startsOn: '2025-01-01', endsOn: undefined },
      { acronym: 'UNDATED', startsOn: undefined, endsOn: undefined, role: 'associated' },
    ];
    for (const each of register3) await register({ ...each, programmeId: programmeId[0] });
    const found = async (query: Record<string, readonly string[]>) =>
      acronymsOf(await list({ programmeId, sort: ['startsOn'], ...query }));
    expect(await found({})).toEqual(['PAST', 'Now', 'UNDATED']);
    expect(await found({ acronym: ['now'] })).toEqual(['Now']);
    expect(await found({ runningOn: ['2018-12-31'] })).toEqual(['PAST']);
    expect(await found({ runningOn: ['2030-01-01'] })).toEqual(['Now']);
    expect(await found({ startsOnFrom: ['2015-01-01'], endsOnTo: ['2020-01-01'] })).toEqual(['PAST']);
    expect(await found({ role: ['lead', 'associated'] })).toEqual(['Now', 'UNDATED']);
    expect(await found({ level: ['world'], origin: ['own'], status: ['contracting'] })).toEqual(['PAST']);
    expect(await found({ importSource: ['keep'] })).toEqual([]);
    expect(await found({ sort: ['-acronym'] })).toHaveLength(3);
  });

  it('orders references by their number, with more than four digits too', async () => {
    const owner = new pg.Client({ connectionString: stage.app.data.ownerUrl });
    await owner.connect();
    await owner.query(`SELECT setval('reference', 9997)`);
    await owner.end();
    const programmeId = [await programme({ code: 'numbers' })];
    for (let count = 0; count < 4; count++) await register({ programmeId: programmeId[0] });
    const numbers: number[] = [];
    const next = async (query: Record<string, readonly string[]>): Promise<void> => {
      const page = await list({ programmeId, pageSize: ['1'], ...query });
      numbers.push(...page.items.map(({ ref }: { ref: string }) => Number(ref.split('-')[2])));
      const after = page.next === undefined ? undefined : new URL(page.next).searchParams.get('after');
      if (typeof after === 'string') await next({ ...query, after: [after] });
    };
    await next({ sort: ['ref'] });
    expect(numbers).toEqual([9999, 10_000, 10_001, 10_002]);
    await next({ sort: ['-ref'] });
    expect(numbers.slice(4)).toEqual([10_002, 10_001, 10_000, 9999]);
  });

  it('is in both official languages if it is public and of this register', async () => {
    const refused = problem('languageIncomplete');
    expect(await attempt({ title: { en: 'Only in English' } })).toMatchObject(refused);
    expect(await attempt({ summary: { fr: 'Un seul.' } })).toMatchObject(refused);
    const { id } = await register({ title: { en: 'Only in English' }, classification: 'internal' });
    expect(await call('change', id, { classification: 'public' }, '"1"')).toMatchObject(refused);
    const reason = { fr: 'Sans suite.' };
    const { id: open } = await register();
    expect(await perform('terminate', open, { on: '2025-01-01', reason })).toMatchObject(refused);
  });

  it('gives an acronym to one of ten projects that are corrected concurrently', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => register()));
    const change = { acronym: 'AT ONCE' };
    const answers = await Promise.all(made.map(({ id }) => call('change', id, change, '"1"')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject(problem('acronymTaken'));
  });

  it('is taken back, and its acronym and its code are free again', async () => {
    const named = { acronym: 'ERROR', externalIds: { programmeId: 'NWE-ERROR' } };
    const { id } = await register(named);
    expect(await attempt(named)).toMatchObject({ status: 409 });
    expect(await takeBack(stage, { subject: 'rpc.projects.projects', parameter: 'projectId', id })).toEqual(takenBack);
    expect(await perform('start', id, { on: '2025-01-01' })).toMatchObject(problem('recordRetracted'));
    expect(await call('change', id, { acronym: 'OTHER' }, '"2"')).toMatchObject(problem('recordRetracted'));
    expect((await attempt(named)).status).toBe(201);
    expect((await log(id)).map(({ type }) => type)).toEqual(['projects.registered', 'projects.retracted']);
  });

  it('pages through a sorted list without gaps or duplicates while others write', async () => {
    const programmeId = await programme({ code: 'paging' });
    const days = Array.from({ length: 7 }, (_, day) => `2013-01-${10 + day}`);
    for (const startsOn of days) await register({ programmeId, startsOn, endsOn: '2014-01-01' });
    const seen: string[] = [];
    let after: string[] | undefined;
    do {
      const query = { programmeId: [programmeId], startsOnTo: ['2013-12-31'], pageSize: ['2'], sort: ['-startsOn'] };
      const body = await list({ ...query, ...(after ? { after } : {}) });
      seen.push(...body.items.map(({ startsOn }: { startsOn: string }) => startsOn));
      after = body.next === undefined ? undefined : [new URL(body.next).searchParams.get('after') ?? ''];
      await register({ programmeId, startsOn: '2013-02-01', endsOn: '2014-01-01' });
    } while (after !== undefined);
    expect(seen).toEqual(days.reverse());
  });
});
