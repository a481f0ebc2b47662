import { today } from '@passerelle/domain/period';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { dataSharingExample } from './data-sharing.example.js';
import { sharingStates } from './data-sharing.states.js';

const stage = onStage(cooperation);

describe('data sharings', () => {
  const on = '2025-06-30';
  const source = 'E-mail of 30 June 2025';
  const reason = { fr: 'Migration.', nl: 'Migratie.' };
  const sharings = (act: string) => `rpc.cooperation.data-sharings.${act}`;
  const register = (changes: object = {}) =>
    stage.client.call(sharings('register'), { body: { ...dataSharingExample, ...changes } });
  const idOf = async (changes: object = {}): Promise<string> => (await register(changes)).body.id;
  const act = (verb: string, dataSharingId: string, body: object, more: object = {}) =>
    stage.client.call(sharings(verb), { path: { dataSharingId }, body, ...more });
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      'SELECT type, data, aggregate_version FROM event_log WHERE aggregate_id = $1 ORDER BY position',
      [id],
    );
  const problem = (status: number, code: string) => ({ status, body: { type: expect.stringMatching(`:${code}$`) } });

  it('registers a sharing, computes the due day and records one whole fact', async () => {
    const answer = await register();
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'active', parties: ['BE-VLG', 'BE-BRU'], deliveries: 0, nextDueOn: '2025-04-01' },
    });
    const { href, ...state } = answer.body;
    expect(href).toBe(`http://passerelle.test/v1/dataSharings/${answer.body.id}`);
    expect((await log(answer.body.id)).map(({ data }) => JSON.parse(data))).toEqual([state]);
  });

  it('refuses a sharing with oneself, and unknown licences and rates', async () => {
    const answer = await register({ receiver: 'BE-VLG', licence: 'none', refresh: 'ANNUAL' });
    expect(answer.status).toBe(400);
    expect(answer.body.issues.map(({ name }: { name: string }) => name).sort()).toEqual([
      'licence',
      'receiver',
      'refresh',
    ]);
    const english = { classification: 'public', title: { en: 'Plans' } };
    expect(await register(english)).toMatchObject(problem(409, 'languageIncomplete'));
  });

  it('needs a first day whose next due day is within the calendar', async () => {
    const late = { monitoredFrom: '2199-12-15', refresh: 'monthly' };
    const issue = { name: 'monitoredFrom', type: 'urn:problem-type:belgif:input-validation:invalidPeriod' };
    expect(await register(late)).toMatchObject({ status: 400, body: { issues: [issue] } });
    expect(await register({ ...late, refresh: 'weekly' })).toMatchObject({ body: { nextDueOn: '2199-12-22' } });
  });

  it('is delivered by its provider and acknowledged by its receiver', async () => {
    const id = await idOf();
    const byFlanders = { caller: partnerFlanders };
    const now = { on: today(new Date()), records: 1204 };
    expect(await act('deliver', id, now, byFlanders)).toMatchObject({
      status: 200,
      body: { lastDeliveredOn: now.on, deliveries: 1, lastDelivery: now },
    });
    expect(await act('acknowledge', id, {}, byFlanders)).toMatchObject(problem(403, 'missingPermission'));
    expect(await act('acknowledge', id, {})).toMatchObject({
      status: 200,
      body: { lastDelivery: { acknowledgedAt: expect.any(String) } },
    });
    expect(await act('acknowledge', id, {})).toMatchObject(problem(409, 'nothingToAcknowledge'));
    expect((await log(id)).map(({ type }) => type)).toEqual([
      'dataSharings.registered',
      'dataSharings.delivered',
      'dataSharings.acknowledged',
    ]);
  });

  it('works with Brussels as provider: the other region acknowledges, even in a public sharing', async () => {
    for (const classification of ['internal', 'public']) {
      const id = await idOf({ provider: 'BE-BRU', receiver: 'BE-VLG', classification });
      const byFlanders = { caller: partnerFlanders };
      const now = { on: today(new Date()) };
      expect(await act('deliver', id, now, byFlanders)).toMatchObject(problem(403, 'missingPermission'));
      expect(await act('deliver', id, now)).toMatchObject({ status: 200 });
      expect(await act('acknowledge', id, {})).toMatchObject(problem(409, 'sourceRequired'));
      expect(await act('acknowledge', id, {}, byFlanders)).toMatchObject({ status: 200 });
      const byWallonia = await act('deliver', id, now, { caller: partnerWallonia });
      expect(byWallonia.status).toBe(classification === 'public' ? 403 : 404);
    }
  });

  it('needs a source where Brussels records an act of another region, or anyone one of an earlier day', async () => {
    const id = await idOf();
    expect(await act('deliver', id, { on })).toMatchObject(problem(409, 'sourceRequired'));
    expect(await act('deliver', id, { on }, { caller: partnerFlanders })).toMatchObject(problem(409, 'sourceRequired'));
    expect(await act('deliver', id, { on, source })).toMatchObject({ status: 200, body: { nextDueOn: '2025-09-30' } });
    const future = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    expect(await act('deliver', id, { on: future, source })).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'on', type: 'urn:problem-type:belgif:input-validation:factInFuture' }] },
    });
    expect(await act('deliver', id, { on: '2025-06-29', source })).toMatchObject({ status: 400 });
  });

  it('is suspended, resumed and ended', async () => {
    const id = await idOf();
    const suspended = await act('suspend', id, { on: '2025-02-01', reason });
    expect(suspended.body).not.toHaveProperty('nextDueOn');
    expect(await act('resume', id, { on: '2025-05-01' })).toMatchObject({ body: { nextDueOn: '2025-08-01' } });
    expect(await act('change', id, { refresh: 'annual' }, { ifMatch: '"3"' })).toMatchObject({
      status: 200,
      body: { nextDueOn: '2026-05-01' },
    });
    expect(await act('end', id, { on, reason })).toMatchObject({ status: 200, body: { status: 'ended' } });
    expect(await act('change', id, { refresh: 'annual' }, { ifMatch: '"5"' })).toMatchObject(
      problem(409, 'recordClosed'),
    );
  });

  describe('the deadline worker', () => {
    const tell = (day: string) => stage.app.app.get(DeadlineWorker).check(new Date(`${day}T12:00:00Z`));
    const missedOf = async (id: string): Promise<string[]> =>
      (await log(id)).filter(({ type }) => type.endsWith('Missed')).map(({ data }) => JSON.parse(data).missed.dueOn);

    it('records each missed delivery once, and changes no version', async () => {
      const id = await idOf();
      await tell('2025-04-01');
      expect(await missedOf(id)).toEqual([]);
      for (const day of ['2025-04-02', '2025-04-02', '2025-05-01', '2025-07-02']) await tell(day);
      expect(await missedOf(id)).toEqual(['2025-04-01', '2025-07-01']);
      expect(new Set((await log(id)).map((row) => row.aggregate_version))).toEqual(new Set(['1']));
      await act('deliver', id, { on: '2025-07-05', source });
      await tell('2025-10-05');
      expect(await missedOf(id)).toHaveLength(2);
      await tell('2025-10-06');
      expect(await missedOf(id)).toEqual(['2025-04-01', '2025-07-01', '2025-10-05']);
    });

    it('expects nothing of a sharing that is suspended, ended or without a rate', async () => {
      const resting = await idOf();
      await act('suspend', resting, { on: '2025-02-01', reason });
      const ended = await idOf();
      await act('end', ended, { on: '2025-02-01', reason });
      const irregular = await idOf({ refresh: 'irregular' });
      await tell('2030-01-01');
      for (const id of [resting, ended, irregular]) expect(await missedOf(id)).toEqual([]);
    });

    it('records a long gap in portions, and each missed day once', async () => {
      const id = await idOf({ refresh: 'daily', monitoredFrom: '2025-01-01' });
      const counts: number[] = [];
      for (let round = 0; round < 4; round += 1) {
        await tell('2025-05-01');
        counts.push((await missedOf(id)).length);
      }
      expect(counts).toEqual([50, 100, 119, 119]);
      expect(new Set(await missedOf(id)).size).toBe(119);
    });
  });

  it('finds sharings by side, licence, rate, day and word', async () => {
    const id = await idOf({ licence: 'odbl10', refresh: 'triennial', title: { fr: 'Zones humides', nl: 'Moerassen' } });
    const found = async (query: Record<string, string[]>) => {
      const answer = await stage.client.call(sharings('list'), { query: { pageSize: ['200'], ...query } });
      return answer.body.items.map((item: { id: string }) => item.id);
    };
    expect(await found({ licence: ['odbl10'], refresh: ['triennial'], provider: ['BE-VLG'] })).toEqual([id]);
    expect(await found({ q: ['moerassen'], receiver: ['BE-BRU'], status: ['active'] })).toEqual([id]);
    expect(await found({ nextDueOnFrom: ['2028-01-01'], nextDueOnTo: ['2028-01-01'], sort: ['-nextDueOn'] })).toEqual([
      id,
    ]);
    expect(await found({ q: ['moerassen'], provider: ['BE-WAL'], sort: ['lastDeliveredOn'] })).toEqual([]);
  });

  it('refuses every transition outside its state table', async () => {
    const of = (verb: string, body: object) => ({ subject: sharings(verb), body });
    const acts = {
      deliver: of('deliver', { on, source }),
      acknowledge: of('acknowledge', {}),
      suspend: of('suspend', { on, reason }),
      resume: of('resume', { on }),
      end: of('end', { on, reason }),
    };
    const id = await idOf();
    const walk = { ...stage, table: 'data_sharing', states: sharingStates, acts, id, parameter: 'dataSharingId' };
    expect(await walkForbidden(walk)).toEqual({ walked: 8, wrong: [] });
  });
});
