import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { approver, editor, partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { cooperation } from '../../cooperation.js';
import { jointStudyExample, publishedStudyExample } from './joint-study.example.js';
import { jointStudyLife } from './joint-study.life.js';

const stage = onStage(cooperation);

describe('joint studies', () => {
  const studies = (act: string) => `rpc.cooperation.joint-studies.${act}`;
  const propose = (changes: object = {}) =>
    stage.client.call(studies('propose'), { body: { ...jointStudyExample, proposedOn: '2025-01-06', ...changes } });
  const idOf = async (changes: object = {}): Promise<string> => (await propose(changes)).body.id;
  const callerOf = (verb: string): object => (verb === 'agree' ? { caller: approver } : {});
  const change = (jointStudyId: string, version: number, body: object) =>
    stage.client.call(studies('change'), { path: { jointStudyId }, body, ifMatch: `"${version}"` });
  const act = (transition: string, jointStudyId: string, given: object, more: object = {}) =>
    stage.client.call(studies(transition), {
      ...{ path: { jointStudyId }, body: { transition, ...given } },
      ...callerOf(transition),
      ...more,
    });
  const agreeBy = (id: string, party: string) =>
    act('agree', id, { party, at: '2025-01-12T09:00:00Z', source: 'Letter of 12 January 2025' });
  const factsOf = async (id: string): Promise<string[]> => {
    const sql = `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`;
    return (await stage.app.database.query<{ type: string }>(sql, [id])).map(({ type }) =>
      type.replace('jointStudies.', ''),
    );
  };
  const problem = (status: number, code: string) => ({ status, body: { type: expect.stringMatching(`:${code}$`) } });
  const issue = (name: string, kind: string) => ({
    status: 400,
    body: { issues: [{ name, type: `urn:problem-type:belgif:input-validation:${kind}` }] },
  });

  it('proposes a study, divides its budget to the cent and records one whole fact', async () => {
    const answer = await propose();
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'proposed', parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'], agreedBy: [] },
    });
    expect(answer.body.shareAmounts.map(({ amount }: { amount: { amount: string } }) => amount.amount)).toEqual([
      '33340.00',
      '33330.00',
      '33330.00',
    ]);
    const { href, changedAt, ...state } = answer.body;
    expect(href).toBe(`http://passerelle.test/v1/jointStudies/${answer.body.id}`);
    const [fact] = await stage.app.database.query<{ data: string }>(
      `SELECT data FROM event_log WHERE product = 'internal' AND aggregate_id = $1`,
      [answer.body.id],
    );
    expect(JSON.parse(fact?.data ?? '')).toEqual(state);
  });

  it('I6 rejects shares that do not add up to the whole, as an input fault', async () => {
    const shares = [
      { party: 'BE-BRU', basisPoints: 5000 },
      { party: 'BE-VLG', basisPoints: 4999 },
    ];
    expect(await propose({ shares })).toMatchObject(issue('shares', 'sharesNotWhole'));
  });

  it('passes through all its states, with one fact per act', async () => {
    const id = await idOf();
    await agreeBy(id, 'BE-BRU');
    expect(await act('agree', id, { party: 'BE-VLG' }, { caller: partnerFlanders })).toMatchObject({
      status: 200,
      body: { status: 'proposed' },
    });
    expect(await act('agree', id, { party: 'BE-WAL' }, { caller: partnerWallonia })).toMatchObject({
      status: 200,
      body: { status: 'agreed', agreedBy: [{ party: 'BE-BRU' }, { party: 'BE-VLG' }, { party: 'BE-WAL' }] },
    });
    await stage.app.database.query(`UPDATE joint_study SET status_since = '2025-01-12' WHERE id = $1`, [id]);
    const acts: [string, object][] = [
      ['procure', { on: '2025-02-02', contractor: { name: 'Université Libre de Bruxelles' } }],
      ['start', { on: '2025-02-16' }],
      ['receive', { code: 'finalReport', on: '2025-06-29' }],
      ['deliver', { on: '2025-06-30' }],
      ['release', { on: '2025-07-06', document: { href: 'https://example.org/report.pdf' } }],
      ['close', { on: '2025-07-20' }],
    ];
    for (const [verb, body] of acts) expect([verb, await act(verb, id, body)]).toMatchObject([verb, { status: 200 }]);
    expect(await factsOf(id)).toEqual([
      'registered',
      'accepted',
      'accepted',
      'agreed',
      'procured',
      'started',
      'deliverableReceived',
      'delivered',
      'published',
      'closed',
    ]);
    const { body } = await stage.client.call(studies('read'), { path: { jointStudyId: id } });
    expect(body).toMatchObject({
      status: 'closed',
      runsFrom: '2025-02-16',
      runsTo: '2025-06-30',
      publishedOn: '2025-07-06',
    });
    expect(await change(id, body.version, { source: 'Another' })).toMatchObject(problem(409, 'recordClosed'));
  });

  it('lets each region agree for itself, and needs a source where Brussels records it for another', async () => {
    const id = await idOf();
    expect(await act('agree', id, { party: 'BE-WAL' }, { caller: partnerFlanders })).toMatchObject(
      problem(403, 'missingPermission'),
    );
    expect(await act('agree', id, { party: 'BE-VLG' })).toMatchObject(problem(409, 'sourceRequired'));
    expect(await agreeBy(id, 'X-BE-DG')).toMatchObject(problem(409, 'notAParty'));
    expect(await act('agree', id, { party: 'BE-BRU' })).toMatchObject({ status: 200 });
    expect(await act('agree', id, { party: 'BE-BRU' })).toMatchObject(problem(409, 'alreadyAgreed'));
    expect(await factsOf(id)).toEqual(['registered', 'accepted']);
    const withoutWallonia = await idOf({ shares: [{ party: 'BE-BRU' }, { party: 'BE-VLG' }] });
    expect(await act('agree', withoutWallonia, { party: 'BE-WAL' }, { caller: partnerWallonia })).toMatchObject({
      status: 404,
    });
    expect(await act('start', id, { on: '2025-01-12' }, { caller: partnerFlanders })).toMatchObject({ status: 403 });
  });

  it("binds the region: at home it needs the approver's role, elsewhere the scope for it", async () => {
    const id = await idOf();
    expect(await act('agree', id, { party: 'BE-BRU' }, { caller: editor })).toMatchObject({ status: 403 });
    const scopes = partnerFlanders.scopes.filter((scope) => scope !== 'cooperation:approve');
    const writing = { caller: { ...partnerFlanders, scopes } };
    expect(await act('agree', id, { party: 'BE-VLG' }, writing)).toMatchObject({ status: 403 });
  });

  it('accepts concurrent agreements of all regions; the last one agrees the study', async () => {
    const id = await idOf();
    const parties = ['BE-BRU', 'BE-VLG', 'BE-WAL'];
    const stubborn = async (party: string): Promise<void> => {
      while ((await agreeBy(id, party)).status === 412);
    };
    await Promise.all(parties.map(stubborn));
    const { body } = await stage.client.call(studies('read'), { path: { jointStudyId: id } });
    expect(body).toMatchObject({ status: 'agreed', version: 4 });
    expect(await factsOf(id)).toEqual(['registered', 'accepted', 'accepted', 'agreed']);
  });

  it('accepts the agreement of a party to a public study', async () => {
    const id = await idOf({ classification: 'public' });
    expect(await act('agree', id, { party: 'BE-VLG' }, { caller: partnerFlanders })).toMatchObject({ status: 200 });
  });

  it('voids the agreements when shares or budget change, until the contract is awarded', async () => {
    const id = await idOf();
    for (const party of ['BE-BRU', 'BE-VLG', 'BE-WAL']) await agreeBy(id, party);
    const shares = [
      { party: 'BE-BRU', basisPoints: 2500 },
      { party: 'BE-VLG', basisPoints: 7500 },
    ];
    expect(await act('renegotiate', id, { shares, budget: { amount: '99999.99', currency: 'EUR' } })).toMatchObject({
      status: 200,
      body: {
        status: 'proposed',
        agreedBy: [],
        shareAmounts: [{ amount: { amount: '25000.00' } }, { amount: { amount: '74999.99' } }],
      },
    });
    expect(await act('agree', id, { party: 'BE-WAL' }, { caller: partnerWallonia })).toMatchObject({ status: 404 });
    expect(await agreeBy(id, 'BE-BRU')).toMatchObject(issue('at', 'invalidPeriod'));
    expect(await change(id, 5, { shares, source: 'Another' })).toMatchObject(issue('shares', 'unknownInput'));
  });

  it('is published whole, in both official languages (G5)', async () => {
    const id = await idOf({ title: { fr: 'Une étude' } });
    await stage.app.database.query(`UPDATE joint_study SET status = 'delivered' WHERE id = $1`, [id]);
    expect(await act('release', id, { on: '2025-07-06' })).toMatchObject(problem(409, 'deliverablesMissing'));
    await act('receive', id, { code: 'finalReport', on: '2025-06-29' });
    expect(await act('release', id, { on: '2025-07-06' })).toMatchObject(problem(409, 'languageIncomplete'));
    expect(await act('receive', id, { code: 'nothing', on: '2025-06-29' })).toMatchObject(
      issue('code', 'referencedResourceNotFound'),
    );
  });

  it('registers a study that is already published, without a budget if none is known', async () => {
    const { status, body } = await stage.client.call(studies('propose'), { body: publishedStudyExample });
    expect([status, body.status, body.publishedOn]).toEqual([201, 'published', '2025-09-08']);
    for (const field of ['budget', 'shareAmounts', 'runsFrom']) expect(body).not.toHaveProperty(field);
    const running = { ...publishedStudyExample, runsFrom: '2024-01-08' };
    expect(await stage.client.call(studies('propose'), { body: running })).toMatchObject(
      issue('runsTo', 'schemaViolation'),
    );
    expect(await stage.client.call(studies('propose'), { body: { ...running, runsTo: '2025-06-30' } })).toMatchObject({
      status: 201,
      body: { runsTo: '2025-06-30' },
    });
  });

  it('finds studies by state, by party, by day and by word', async () => {
    const id = await idOf({ title: { fr: 'Étude sur les péniches', nl: 'Studie over binnenschepen' } });
    const found = async (query: Record<string, string[]>, caller?: object) => {
      const answer = await stage.client.call(studies('list'), { query: { pageSize: ['200'], ...query }, ...caller });
      return answer.body.items.map((item: { id: string }) => item.id);
    };
    expect(await found({ q: ['binnenschepen'] })).toEqual([id]);
    expect(await found({ q: ['SPW'], status: ['proposed'], party: ['BE-WAL'] })).toContain(id);
    expect(await found({ plannedEndOnFrom: ['2027-06-30'], plannedEndOnTo: ['2027-06-30'] })).toContain(id);
    expect(await found({ publishedOnFrom: ['1990-01-01'], sort: ['-publishedOn'] })).not.toContain(id);
    expect(await found({ q: ['binnenschepen'] }, { caller: partnerFlanders })).toEqual([id]);
    await stage.app.database.query(`UPDATE joint_study SET classification = 'restricted' WHERE id = $1`, [id]);
    expect(await found({ q: ['binnenschepen'] }, { caller: partnerFlanders })).toEqual([]);
  });

  it('is taken back if it was registered in error', async () => {
    const taken = { subject: 'rpc.cooperation.joint-studies', parameter: 'jointStudyId', id: await idOf() };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
  });

  it('refuses every transition outside its state table', async () => {
    const on = '2025-07-20';
    const of = (transition: string, given: object) => ({
      subject: studies(transition),
      body: { transition, ...given },
    });
    const { shares, budget } = jointStudyExample;
    const acts = {
      renegotiate: of('renegotiate', { shares, budget }),
      agree: { ...of('agree', { party: 'BE-BRU' }), caller: approver },
      procure: of('procure', { on, contractor: { name: 'ULB' } }),
      start: of('start', { on }),
      receive: of('receive', { code: 'finalReport', on }),
      deliver: of('deliver', { on }),
      release: of('release', { on }),
      close: of('close', { on }),
      cancel: of('cancel', { on, reason: { fr: 'Fini.', nl: 'Gedaan.' } }),
    };
    const id = await idOf();
    const { transitions: states } = jointStudyLife;
    const walk = { ...stage, table: 'joint_study', states, acts, id, parameter: 'jointStudyId' };
    const { walked, wrong } = await walkForbidden(walk);
    expect(wrong).toEqual([]);
    expect(walked).toBe(58);
  });
});
