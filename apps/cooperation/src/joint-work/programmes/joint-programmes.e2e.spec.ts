import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { cooperation } from '../../cooperation.js';
import { editionExample, jointProgrammeExample, workSiteExample } from './joint-programme.example.js';
import { jointProgrammeLife } from './joint-programme.life.js';
import { workSiteLife } from './work-site.life.js';

const stage = onStage(cooperation);

describe('joint programmes', () => {
  const on = '2025-06-30';
  const reason = { fr: 'Plus de soutien.', nl: 'Geen draagvlak meer.' };
  const programmes = (act: string) => `rpc.cooperation.joint-programmes.${act}`;
  const sites = (act: string) => `rpc.cooperation.work-sites.${act}`;
  const register = async (changes: object = {}): Promise<string> =>
    (await stage.client.call(programmes('register'), { body: { ...jointProgrammeExample, ...changes } })).body.id;
  const changeProgramme = (jointProgrammeId: string, version: number, body: object) =>
    stage.client.call(programmes('change'), { path: { jointProgrammeId }, body, ifMatch: `"${version}"` });
  const ofProgramme = (transition: string, jointProgrammeId: string, given: object) =>
    stage.client.call(programmes(transition), { path: { jointProgrammeId }, body: { transition, ...given } });
  const propose = (jointProgrammeId: string, changes: object = {}) =>
    stage.client.call(sites('propose'), { path: { jointProgrammeId }, body: { ...workSiteExample, ...changes } });
  const changeSite = (workSiteId: string, version: number, body: object) =>
    stage.client.call(sites('change'), { path: { workSiteId }, body, ifMatch: `"${version}"` });
  const act = (transition: string, workSiteId: string, given: object, more: object = {}) =>
    stage.client.call(sites(transition), { path: { workSiteId }, body: { transition, ...given }, ...more });
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const problem = (status: number, code: string) => ({ status, body: { type: expect.stringMatching(`:${code}$`) } });

  it('stores a programme with its yearly editions, one fact each', async () => {
    const id = await register();
    expect(await ofProgramme('renew', id, editionExample)).toMatchObject({
      status: 200,
      body: { latestEdition: 2016 },
    });
    const second = { year: 2018, document: { href: 'https://topnoordrand.be/', language: 'nl' } };
    expect(await ofProgramme('renew', id, second)).toMatchObject({
      body: { latestEdition: 2018, editions: [second, editionExample] },
    });
    expect(await ofProgramme('renew', id, second)).toMatchObject(problem(409, 'editionExists'));
    expect(await changeProgramme(id, 3, { startedOn: '2014-07-01' })).toMatchObject({ status: 200 });
    expect(await ofProgramme('end', id, { on })).toMatchObject({ status: 200, body: { status: 'ended', endedOn: on } });
    expect(await changeProgramme(id, 5, { source: 'Another' })).toMatchObject(problem(409, 'recordClosed'));
    expect((await log(id)).map(({ type }) => type)).toEqual([
      'jointProgrammes.registered',
      'jointProgrammes.renewed',
      'jointProgrammes.renewed',
      'jointProgrammes.changed',
      'jointProgrammes.ended',
    ]);
  });

  it('names the list that is full, for editions and for supporters of a site', async () => {
    const id = await register();
    const fill = (table: string, column: string, entry: object, many: number, row: string) =>
      stage.app.database.query(
        `UPDATE ${table} SET ${column} = (SELECT jsonb_agg($1::jsonb) FROM generate_series(1, ${many})) WHERE id = $2`,
        [JSON.stringify(entry), row],
      );
    await fill('joint_programme', 'editions', { year: 2016 }, 40, id);
    expect(await ofProgramme('renew', id, { year: 2026 })).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:listFull', list: 'editions', most: 40 },
    });
    const { body } = await propose(id);
    const letter = { party: 'BE-VLG', on, source: 'A letter' };
    await fill('work_site', 'support_recorded', letter, 30, body.id);
    expect(await act('support', body.id, letter)).toMatchObject(problem(409, 'listFull'));
  });

  it('opens a work site only with support, and after the steering group', async () => {
    const { status, body } = await propose(await register(), { supportRecorded: [] });
    expect([status, body.status]).toEqual([201, 'proposed']);
    const opening = { on, steeringGroupOn: '2025-06-15' };
    expect(await act('open', body.id, opening)).toMatchObject(problem(409, 'illegalTransition'));
    const letter = { party: 'BE-VLG', on: '2025-06-01', source: 'Letter of 1 June 2025' };
    expect(await act('support', body.id, letter)).toMatchObject({
      status: 200,
      body: { status: 'supported', supportRecorded: [letter] },
    });
    const future = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    expect(await act('open', body.id, { on: future, steeringGroupOn: future })).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'on', type: 'urn:problem-type:belgif:input-validation:factInFuture' }] },
    });
    expect(await act('open', body.id, { on, steeringGroupOn: '2025-07-01' })).toMatchObject({ status: 400 });
    expect(await act('open', body.id, opening)).toMatchObject({ status: 200, body: { status: 'open', openedOn: on } });
    expect(await act('close', body.id, { on: '2025-07-06' })).toMatchObject({ body: { status: 'closed' } });
    expect(await changeSite(body.id, 4, { source: 'Another' })).toMatchObject(problem(409, 'recordClosed'));
    expect((await log(body.id)).map(({ type }) => type)).toEqual([
      'workSites.registered',
      'workSites.supported',
      'workSites.opened',
      'workSites.closed',
    ]);
  });

  it("accepts a region's support for itself, in public and among parties, and never for another region", async () => {
    for (const classification of ['public', 'internal']) {
      const { body } = await propose(await register({ classification }));
      const support = { party: 'BE-VLG', on: '2025-06-01', source: 'Decision of the Flemish Government' };
      const byFlanders = { caller: partnerFlanders };
      expect(await act('support', body.id, support, byFlanders)).toMatchObject({ status: 200 });
      expect(await act('support', body.id, { ...support, party: 'BE-BRU' }, byFlanders)).toMatchObject(
        problem(403, 'missingPermission'),
      );
      expect(await act('support', body.id, { ...support, party: 'BE-WAL' })).toMatchObject(problem(409, 'notAParty'));
      const byWallonia = await act('support', body.id, { ...support, party: 'BE-WAL' }, { caller: partnerWallonia });
      expect(byWallonia.status).toBe(classification === 'public' ? 403 : 404);
      expect(await act('open', body.id, { on, steeringGroupOn: on }, byFlanders)).toMatchObject({ status: 403 });
    }
  });

  it('gives sites the visibility of their programme, and publishes them again when it changes', async () => {
    const id = await register({ classification: 'internal' });
    const { body } = await propose(id);
    const scope = { classification: 'restricted', parties: ['BE-BRU', 'BE-WAL'], level: 'belgium', objective: 'O2' };
    await changeProgramme(id, 1, scope);
    const read = { path: { workSiteId: body.id }, caller: partnerFlanders };
    expect((await stage.client.call(sites('read'), read)).status).toBe(404);
    await changeProgramme(id, 2, { source: 'Another' });
    await act('support', body.id, { organisation: { name: 'OVAM' }, on, source: 'A letter' });
    const facts = await log(body.id);
    expect(facts.map(({ type }) => type)).toEqual(['workSites.registered', 'workSites.changed', 'workSites.supported']);
    for (const { data } of facts.slice(1)) expect(JSON.parse(data)).toMatchObject(scope);
  });

  it('becomes public only if its sites are in both languages, and requires both for later acts', async () => {
    const id = await register({ classification: 'internal' });
    const { body } = await propose(id, { title: { nl: 'Werf' } });
    const publicly = { classification: 'public' };
    expect(await changeProgramme(id, 1, publicly)).toMatchObject(problem(409, 'languageIncomplete'));
    await changeSite(body.id, 1, { title: { fr: 'Chantier', nl: 'Werf' } });
    expect(await changeProgramme(id, 1, publicly)).toMatchObject({ status: 200 });
    expect(await act('drop', body.id, { on, reason: { fr: 'Fini.' } })).toMatchObject(
      problem(409, 'languageIncomplete'),
    );
    expect(await ofProgramme('renew', id, { year: 2016, title: { nl: 'Actieprogramma' } })).toMatchObject(
      problem(409, 'languageIncomplete'),
    );
    expect(await ofProgramme('end', id, { on, reason: { nl: 'Gedaan.' } })).toMatchObject(
      problem(409, 'languageIncomplete'),
    );
  });

  it('refuses a site in a programme that has ended or does not exist', async () => {
    const id = await register();
    const { body } = await propose(id);
    await ofProgramme('end', id, { on });
    expect(await propose(id)).toMatchObject(problem(409, 'recordClosed'));
    expect(await act('open', body.id, { on, steeringGroupOn: on })).toMatchObject(problem(409, 'recordClosed'));
    expect(await act('drop', body.id, { on, reason })).toMatchObject({ status: 200, body: { status: 'dropped' } });
    expect(await propose('0193a5c4-7e1f-7000-8000-0000000000ff')).toMatchObject({ status: 404 });
  });

  it('is taken back if it was registered in error, and its sites before it', async () => {
    const jointProgrammeId = await register();
    const { id: workSiteId, ref } = (await propose(jointProgrammeId)).body;
    expect(await ofProgramme('retract', jointProgrammeId, {})).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:stillReferenced', references: [ref] },
    });
    const taken = { subject: 'rpc.cooperation.work-sites', parameter: 'workSiteId', id: workSiteId };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    // A site that was taken back no longer follows its programme.
    expect((await changeProgramme(jointProgrammeId, 1, { classification: 'internal' })).status).toBe(200);
    const above = { subject: 'rpc.cooperation.joint-programmes', parameter: 'jointProgrammeId', id: jointProgrammeId };
    expect(await takeBack(stage, above)).toEqual(takenBack);
    expect(await propose(jointProgrammeId)).toMatchObject({ status: 404 });
  });

  it('is not taken back while a site is added', async () => {
    const id = await register();
    const [added, taken] = await Promise.all([propose(id), ofProgramme('retract', id, {})]);
    expect([
      [201, 409],
      [404, 200],
    ]).toContainEqual([added.status, taken.status]);
  });

  it('requires both languages of public records', async () => {
    const body = { ...jointProgrammeExample, title: { nl: 'Noordrand' } };
    expect(await stage.client.call(programmes('register'), { body })).toMatchObject(problem(409, 'languageIncomplete'));
    const id = await register();
    expect(await propose(id, { title: { nl: 'Werf' } })).toMatchObject(problem(409, 'languageIncomplete'));
    expect(await propose(id, { supportRecorded: [{ party: 'X-BE-DG', on, source: 'A letter' }] })).toMatchObject(
      problem(409, 'notAParty'),
    );
  });

  it('finds programmes and sites, and embeds the programme', async () => {
    const id = await register({
      title: { fr: 'Programme de la Woluwe', nl: 'Programma Woluwe' },
      startedOn: '2014-07-01',
    });
    const { body } = await propose(id, { title: { fr: 'Chantier du moulin', nl: 'Werf van de molen' } });
    const found = async (subject: string, query: Record<string, string[]>) => {
      const answer = await stage.client.call(subject, { query: { pageSize: ['200'], ...query } });
      return { ids: answer.body.items.map((item: { id: string }) => item.id), embedded: answer.body.embedded };
    };
    const narrow = { q: ['woluwe'], status: ['running'], party: ['BE-VLG'], startedOnFrom: ['2014-07-01'] };
    expect((await found(programmes('list'), { ...narrow, startedOnTo: ['2014-07-01'] })).ids).toEqual([id]);
    const ofIt = { jointProgrammeId: [id], status: ['supported'], q: ['molen'], embed: ['jointProgramme'] };
    const { ids, embedded } = await found(sites('list'), ofIt);
    expect(ids).toEqual([body.id]);
    expect(Object.values(embedded)).toMatchObject([{ id, editions: [] }]);
    expect((await found(sites('list'), { jointProgrammeId: [id], openedOnFrom: ['2000-01-01'] })).ids).toEqual([]);
  });

  it('refuses every transition outside its state tables', async () => {
    const of = (address: (act: string) => string, transition: string, given: object) => ({
      subject: address(transition),
      body: { transition, ...given },
    });
    const id = await register();
    const programme = await walkForbidden({
      ...stage,
      table: 'joint_programme',
      states: jointProgrammeLife.transitions,
      acts: { renew: of(programmes, 'renew', { year: 2026 }), end: of(programmes, 'end', { on }) },
      id,
      parameter: 'jointProgrammeId',
    });
    expect(programme).toEqual({ walked: 2, wrong: [] });
    const site = await walkForbidden({
      ...stage,
      table: 'work_site',
      states: workSiteLife.transitions,
      acts: {
        support: of(sites, 'support', { party: 'BE-BRU', on, source: 'A letter' }),
        open: of(sites, 'open', { on, steeringGroupOn: on }),
        close: of(sites, 'close', { on }),
        drop: of(sites, 'drop', { on, reason }),
      },
      id: (await propose(await register())).body.id,
      parameter: 'workSiteId',
    });
    expect(site).toEqual({ walked: 13, wrong: [] });
  });
});
