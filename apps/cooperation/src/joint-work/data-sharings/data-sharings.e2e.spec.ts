import { today } from '@passerelle/domain/period';
import { holdLock } from '@passerelle/testing/locks';
import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { dataSharingExample } from './data-sharing.example.js';
import { dataSharingLife } from './data-sharing.life.js';

const stage = onStage(cooperation);

describe('data sharings', () => {
  const on = '2025-06-30';
  const source = 'E-mail of 30 June 2025';
  const reason = { fr: 'Fini.', nl: 'Gedaan.' };
  const sharings = (act: string) => `rpc.cooperation.data-sharings.${act}`;
  const register = (changes: object = {}) =>
    stage.client.call(sharings('register'), { body: { ...dataSharingExample, ...changes } });
  const idOf = async (changes: object = {}): Promise<string> => (await register(changes)).body.id;
  const change = (dataSharingId: string, version: number, body: object) =>
    stage.client.call(sharings('change'), { path: { dataSharingId }, body, ifMatch: `"${version}"` });
  const act = (transition: string, dataSharingId: string, given: object, more: object = {}) =>
    stage.client.call(sharings(transition), { path: { dataSharingId }, body: { transition, ...given }, ...more });
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const problem = (status: number, code: string) => ({ status, body: { type: expect.stringMatching(`:${code}$`) } });

  it('registers a sharing, computes the due day and records one whole fact', async () => {
    const answer = await register();
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'active', parties: ['BE-VLG', 'BE-BRU'], deliveries: 0, nextDueOn: '2025-04-01' },
    });
    const { href, changedAt, ...state } = answer.body;
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

  it('is paused by a later first day, and ended', async () => {
    const id = await idOf();
    expect(await change(id, 1, { monitoredFrom: '2025-05-01' })).toMatchObject({ body: { nextDueOn: '2025-08-01' } });
    expect(await change(id, 2, { refresh: 'annual' })).toMatchObject({ body: { nextDueOn: '2026-05-01' } });
    const ended = await act('end', id, { on, reason });
    expect(ended).toMatchObject({ status: 200, body: { status: 'ended', statusSince: on } });
    expect(ended.body).not.toHaveProperty('nextDueOn');
    expect(await change(id, 4, { refresh: 'annual' })).toMatchObject(problem(409, 'recordClosed'));
  });

  it('says for whom it waits, and until when', async () => {
    const id = await idOf();
    const waits = async (caller?: object) =>
      (await stage.client.call(sharings('transitions'), { path: { dataSharingId: id }, ...caller })).body;
    const named = ({ items }: { items: { transition: string }[] }) => items.map(({ transition }) => transition);
    const provider = { transition: 'deliver', party: 'BE-VLG', until: '2025-04-01' };
    expect(await waits()).toMatchObject({ awaited: [provider] });
    expect(named(await waits())).toEqual(['deliver', 'end', 'retract']);
    expect(named(await waits({ caller: partnerFlanders }))).toEqual(['deliver']);
    await act('deliver', id, { on, source });
    const afterwards = await waits({ caller: partnerFlanders });
    expect(named(afterwards)).toEqual(['deliver']);
    expect(afterwards.awaited).toEqual([{ transition: 'acknowledge', party: 'BE-BRU' }]);
    expect(named(await waits())).toEqual(['deliver', 'acknowledge', 'end', 'retract']);
  });

  it('is taken back if it was registered in error', async () => {
    const taken = { subject: 'rpc.cooperation.data-sharings', parameter: 'dataSharingId', id: await idOf() };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
  });

  describe('the deadline worker', () => {
    // Its own round, once a minute, would record what these days in the past have missed until today.
    let release: () => Promise<void>;
    beforeAll(async () => {
      release = await holdLock(stage.app.database, 'deadlines');
    });
    afterAll(() => release());

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

    it('expects nothing of a sharing that is paused, ended, taken back or without a rate', async () => {
      const paused = await idOf();
      await change(paused, 1, { monitoredFrom: '2030-01-01' });
      const ended = await idOf();
      await act('end', ended, { on: '2025-02-01', reason });
      const takenBackOne = await idOf();
      await act('retract', takenBackOne, {});
      const irregular = await idOf({ refresh: 'irregular' });
      await tell('2030-01-01');
      for (const id of [paused, ended, takenBackOne, irregular]) expect(await missedOf(id)).toEqual([]);
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
    const of = (transition: string, given: object) => ({
      subject: sharings(transition),
      body: { transition, ...given },
    });
    const acts = {
      deliver: of('deliver', { on, source }),
      acknowledge: of('acknowledge', {}),
      end: of('end', { on, reason }),
    };
    const id = await idOf();
    const { transitions: states } = dataSharingLife;
    const walk = { ...stage, table: 'data_sharing', states, acts, id, parameter: 'dataSharingId' };
    expect(await walkForbidden(walk)).toEqual({ walked: 3, wrong: [] });
  });
});
