import { untilSomeoneWaits } from '@passerelle/testing/locks';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, anonymous } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { agreementExample } from './agreement.example.js';

const stage = onStage(cooperation);

describe('agreements', () => {
  const agreements = (act: string) => `rpc.cooperation.agreements.${act}`;
  const register = async (changes: object = {}) =>
    (await stage.client.call(agreements('register'), { body: { ...agreementExample, ...changes } })).body;
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );

  it('registers an agreement, answers with its address and records one whole fact', async () => {
    const answer = await stage.client.call(agreements('register'), { body: agreementExample });
    expect(answer).toMatchObject({
      status: 201,
      body: { version: 1, status: 'draft', parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'] },
    });
    expect(answer.body.ref).toMatch(/^CO-\d{4}-\d{4,}$/);
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/agreements/${answer.body.id}`);
    expect(answer.header('ETag')).toBe('"1"');
    const state = { ...answer.body, href: undefined, changedAt: undefined };
    const [fact, ...more] = await log(answer.body.id);
    expect(more).toEqual([]);
    expect(fact?.type).toBe('agreements.registered');
    expect(JSON.parse(fact?.data ?? '')).toEqual(state);
  });

  it('signs and ends it, with one fact per act', async () => {
    const { id } = await register();
    const path = { agreementId: id };
    expect(
      await stage.client.call(agreements('sign'), { path, body: { transition: 'sign', on: '2012-11-26' } }),
    ).toMatchObject({
      status: 200,
      body: { status: 'inForce', signedOn: '2012-11-26', version: 2 },
    });
    expect(
      await stage.client.call(agreements('sign'), { path, body: { transition: 'sign', on: '2012-11-27' } }),
    ).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:illegalTransition' },
    });
    const ended = await stage.client.call(agreements('end'), {
      path,
      body: { transition: 'end', on: '2024-06-30', reason: { fr: 'Remplacé.', nl: 'Vervangen.' } },
    });
    expect(ended.body).toMatchObject({ status: 'ended', version: 3 });
    expect((await log(id)).map((row) => [row.type, row.aggregate_version])).toEqual([
      ['agreements.registered', '1'],
      ['agreements.signed', '2'],
      ['agreements.ended', '3'],
    ]);
  });

  it('must be signed before its validity ends, however long ago that was', async () => {
    const validity = { from: '2008-01-01', to: '2012-01-01' };
    const { id } = await register({ validity });
    const sign = (on: string) =>
      stage.client.call(agreements('sign'), { path: { agreementId: id }, body: { transition: 'sign', on } });
    const issue = { name: 'on', type: 'urn:problem-type:belgif:input-validation:invalidPeriod' };
    expect(await sign('2012-01-01')).toMatchObject({ status: 400, body: { issues: [issue] } });
    expect(await sign('2007-12-13')).toMatchObject({ status: 200, body: { status: 'inForce', validity } });
    const change = { validity: { from: '2000-01-01', to: '2007-01-01' } };
    const path = { agreementId: id };
    expect(await stage.client.call(agreements('change'), { path, body: change, ifMatch: '"2"' })).toMatchObject({
      status: 400,
      body: { issues: [{ ...issue, name: 'validity' }] },
    });
  });

  it('refuses a stale or missing version and changes nothing', async () => {
    const { id } = await register();
    const path = { agreementId: id };
    const body = { source: 'Another source' };
    expect(await stage.client.call(agreements('change'), { path, body })).toMatchObject({ status: 428 });
    expect(await stage.client.call(agreements('change'), { path, body, ifMatch: '"7"' })).toMatchObject({
      status: 412,
      body: { currentVersion: 1 },
    });
    expect(await stage.client.call(agreements('change'), { path, body, ifMatch: '"1"' })).toMatchObject({
      status: 200,
      body: { version: 2, source: 'Another source' },
    });
    expect(await log(id)).toHaveLength(2);
  });

  it('keeps the reason of a change in the audit trail, and nowhere else', async () => {
    const { id } = await register();
    const changeReason = encodeURIComponent('Coquille dans le titre, signalée par Anvers');
    const options = { path: { agreementId: id }, body: { source: 'Another source' }, ifMatch: '"1"', changeReason };
    const changed = await stage.client.call(agreements('change'), options);
    expect(changed.status).toBe(200);
    const audited = await stage.app.database.query(
      'SELECT version, reason FROM audit_entry WHERE record_id = $1 ORDER BY version',
      [id],
    );
    expect(audited).toMatchObject([{ reason: null }, { reason: 'Coquille dans le titre, signalée par Anvers' }]);
    expect(JSON.stringify([changed.body, ...(await log(id))])).not.toContain('Coquille');
  });

  it('is patched at every depth (RFC 7396): what a patch does not name stays', async () => {
    const title = { fr: 'Titre français', nl: 'Nederlandse titel', en: 'English title' };
    const validity = { from: '2020-01-01', to: '2030-01-01' };
    const { id } = await register({ title, validity });
    let version = 0;
    const patch = (body: object) =>
      stage.client.call(agreements('change'), { path: { agreementId: id }, body, ifMatch: `"${++version}"` });
    const en = 'Better English title';
    expect((await patch({ title: { en } })).body).toMatchObject({ title: { ...title, en }, validity });
    expect((await patch({ title: { en: null }, validity: { to: '2031-01-01' } })).body).toMatchObject({
      title: { fr: title.fr, nl: title.nl },
      validity: { from: '2020-01-01', to: '2031-01-01' },
    });
    const open = await patch({ validity: { to: null } });
    expect(open.body.validity).toEqual({ from: '2020-01-01' });
    const faulty = await patch({ validity: { to: '2019-01-01' }, title: { fr: null, nl: null } });
    expect(faulty).toMatchObject({ status: 400 });
  });

  it('reports every fault of the input at once', async () => {
    const answer = await stage.client.call(agreements('register'), {
      body: { ...agreementExample, parties: ['BE-BRU'], level: 'moon', extra: 1, signedOn: '2025-02-30' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.issues.map((issue: { name: string }) => issue.name).sort()).toEqual([
      'extra',
      'level',
      'parties',
      'signedOn',
    ]);
  });

  it('requires both official languages if it is public, and rejects a signature in the future', async () => {
    const answer = await stage.client.call(agreements('register'), {
      body: { ...agreementExample, title: { en: 'Only English' } },
      language: 'nl',
    });
    expect(answer).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:languageIncomplete', missing: 'fr, nl' },
    });
    expect(answer.body.detail).toContain('Nederlands');
    const { id } = await register();
    const signed = await stage.client.call(agreements('sign'), {
      path: { agreementId: id },
      body: { transition: 'sign', on: '2100-01-01' },
    });
    expect(signed).toMatchObject({
      status: 400,
      body: { issues: [{ type: 'urn:problem-type:belgif:input-validation:factInFuture', name: 'on' }] },
    });
  });

  it('shows a partner region only what is public or shared with it', async () => {
    const shared = await register({ classification: 'internal' });
    const withoutFlanders = await register({ classification: 'internal', parties: ['BE-BRU', 'BE-WAL'] });
    const restricted = await register({ classification: 'restricted' });
    const read = async (id: string) =>
      (await stage.client.call(agreements('read'), { path: { agreementId: id }, caller: partnerFlanders })).status;
    expect([await read(shared.id), await read(withoutFlanders.id), await read(restricted.id)]).toEqual([200, 404, 404]);
    const list = await stage.client.call(agreements('list'), { query: { pageSize: ['200'] }, caller: partnerFlanders });
    const ids = list.body.items.map((item: { id: string }) => item.id);
    expect(ids).toContain(shared.id);
    expect(ids).not.toContain(withoutFlanders.id);
    expect(ids).not.toContain(restricted.id);
  });

  it('refuses callers that do not come through the gateway', async () => {
    expect(await stage.client.call(agreements('list'), { caller: undefined })).toMatchObject({ status: 401 });
    const open = await stage.client.call(agreements('list'), { query: { pageSize: ['200'] }, caller: anonymous });
    expect(open.body.items.filter((item: { classification: string }) => item.classification !== 'public')).toEqual([]);
    expect(await stage.client.call(agreements('register'), { body: {}, caller: anonymous })).toMatchObject({
      status: 401,
      body: { type: 'urn:problem-type:belgif:noAccessToken' },
    });
    expect(
      await stage.client.call(agreements('register'), { body: agreementExample, caller: partnerFlanders }),
    ).toMatchObject({
      status: 403,
      body: { type: 'urn:problem-type:belgif:missingPermission' },
    });
  });

  it('pages through a sorted list without gaps or duplicates while others write', async () => {
    for (let day = 10; day < 17; day++) {
      const { id } = await register();
      await stage.client.call(agreements('sign'), {
        path: { agreementId: id },
        body: { transition: 'sign', on: `2013-01-${day}` },
      });
    }
    const seen: string[] = [];
    let after: string[] | undefined;
    do {
      const query = {
        pageSize: ['2'],
        sort: ['-signedOn'],
        signedOnFrom: ['2013-01-01'],
        signedOnTo: ['2013-12-31'],
        ...(after ? { after } : {}),
      };
      const { body } = await stage.client.call(agreements('list'), { query });
      seen.push(...body.items.map((item: { signedOn: string }) => item.signedOn));
      after = body.next === undefined ? undefined : [new URL(body.next).searchParams.get('after') ?? ''];
      await register();
    } while (after !== undefined);
    expect(seen).toEqual([16, 15, 14, 13, 12, 11, 10].map((day) => `2013-01-${day}`));
  });

  it('records a missed cadence once, as a fact', async () => {
    const { id } = await register();
    await stage.client.call(agreements('sign'), {
      path: { agreementId: id },
      body: { transition: 'sign', on: '2012-11-26' },
    });
    const clock = stage.app.app.get(DeadlineWorker);
    const later = new Date('2028-01-02T12:00:00Z');
    await clock.check(later);
    await clock.check(later);
    const missed = (await log(id))
      .filter((row) => row.type === 'agreements.cadenceMissed')
      .map((row) => JSON.parse(row.data).missed.period);
    expect(missed).toEqual(['2026', '2027']);
  });

  it('stores obligations without a cadence, and the validity that the agreement states', async () => {
    const [paced] = agreementExample.obligations;
    const { text, source } = paced;
    const consult = { code: 'consultEachOther', text, source };
    const validity = { from: '2012-11-26' };
    const answer = await stage.client.call(agreements('register'), {
      body: { ...agreementExample, obligations: [consult], validity },
    });
    expect(answer).toMatchObject({ status: 201, body: { obligations: [consult], validity } });
    await stage.client.call(agreements('sign'), {
      path: { agreementId: answer.body.id },
      body: { transition: 'sign', on: '2012-11-26' },
    });
    await stage.app.app.get(DeadlineWorker).check(new Date('2028-01-02T12:00:00Z'));
    expect((await log(answer.body.id)).map(({ type }) => type)).toEqual(['agreements.registered', 'agreements.signed']);
    const half = { ...consult, cadence: 'P1Y' };
    const refused = await stage.client.call(agreements('register'), {
      body: { ...agreementExample, obligations: [half] },
    });
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ name: 'obligations.0' }] } });
  });

  it('records no missed cadence of an agreement that ends at that moment', async () => {
    const { id } = await register();
    await stage.client.call(agreements('sign'), {
      path: { agreementId: id },
      body: { transition: 'sign', on: '2012-11-26' },
    });
    const ending = stage.app.database.source.createQueryRunner();
    await ending.startTransaction();
    await ending.query(`UPDATE agreement SET status = 'ended', version = version + 1 WHERE id = $1`, [id]);
    const telling = stage.app.app.get(DeadlineWorker).check(new Date('2028-01-02T12:00:00Z'));
    await untilSomeoneWaits(stage.app.database);
    await ending.commitTransaction();
    await ending.release();
    await telling;
    expect((await log(id)).map((row) => row.type)).toEqual(['agreements.registered', 'agreements.signed']);
  });

  it('publishes the outbox in order, with the sequence numbers of the outbox', async () => {
    const logged = async () => {
      const sql = `SELECT count(*)::int AS total, max(pub_seq)::int AS last FROM event_log WHERE product = 'internal'`;
      return (await stage.app.database.query<{ total: number; last: number }>(sql))[0];
    };
    const streamed = async () => {
      const info = await stage.client.connection.request('$JS.API.STREAM.INFO.INT_COOPERATION');
      return info.json<{ state: { last_seq: number } }>().state.last_seq;
    };
    await until('the whole outbox is in the stream', async () => (await streamed()) === (await logged())?.total);
    expect((await logged())?.last).toBe(await streamed());
  });
});
