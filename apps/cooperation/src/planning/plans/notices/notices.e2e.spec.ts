import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, partnerWallonia, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { walkForbidden } from '@passerelle/testing/transitions';
import { cooperation } from '../../../cooperation.js';
import { josaphatExample, noticeExample, planExample } from '../plan.example.js';
import { noticeLife } from './notice.life.js';

const stage = onStage(cooperation);

describe('plan notices', () => {
  const asFlanders = { caller: partnerFlanders };
  const asWallonia = { caller: partnerWallonia };
  const call = (subject: string, options: CallOptions = {}): Promise<Answer> =>
    stage.client.call(`rpc.cooperation.${subject}`, options);
  const register = async (changes: object = {}, example: object = planExample) =>
    (await call('plans.register', { body: { ...example, ...changes } })).body;
  const send = (planId: string, changes: object = {}, options: CallOptions = {}): Promise<Answer> =>
    call('plan-notices.send', { path: { planId }, body: { ...noticeExample, ...changes }, ...options });
  const receive = (planNoticeId: string, body: object, options: CallOptions = {}): Promise<Answer> =>
    call('plan-notices.receive', {
      path: { planNoticeId },
      body: { transition: 'receive', ...body },
      ...options,
    });
  const planNow = async (planId: string) => (await call('plans.read', { path: { planId } })).body;
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; envelope: { time: string } }>(
      `SELECT type, data, envelope::jsonb AS envelope FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const typeOf = ({ body }: Answer): string => body.type.split(':').at(-1);

  it('notifies other regions of a plan, shares it with them and stores the first day', async () => {
    const plan = await register();
    const before = await call('plans.read', { path: { planId: plan.id }, ...asWallonia });
    const { status, body: notice } = await send(plan.id);
    expect([before.status, status]).toEqual([404, 201]);
    expect(notice).toMatchObject({
      planId: plan.id,
      fromParty: 'BE-VLG',
      toParties: ['BE-WAL'],
      status: 'sent',
      sentAt: '2026-03-02T08:30:00.000Z',
      sentOn: '2026-03-02',
      parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
    });
    expect(await planNow(plan.id)).toMatchObject({ firstNoticeOn: '2026-03-02', parties: notice.parties, version: 2 });
    const after = await call('plans.read', { path: { planId: plan.id }, ...asWallonia });
    expect(after.status).toBe(200);
    const [fact] = await log(notice.id);
    expect([fact?.type, fact?.envelope.time]).toEqual(['planNotices.sent', notice.sentAt]);
    expect(JSON.parse(fact?.data ?? '')).toEqual({ ...notice, href: undefined, changedAt: undefined });
    expect((await log(plan.id)).map(({ type }) => type)).toEqual(['plans.registered', 'plans.noticed']);
  });

  it('announces an inquiry as Walloon law requires: its start, its length, the communes that receive remarks', async () => {
    const changes = { planType: 'walSdt', party: 'BE-WAL', parties: ['BE-BRU', 'BE-WAL'] };
    const plan = await register(changes);
    const inquiry = {
      from: '2023-05-30',
      to: '2023-07-14',
      countingRule: 'calendarDaysExclusive',
      communes: ['Wavre'],
    };
    const told = { toParties: ['BE-BRU', 'BE-VLG'], stage: 'draft', inquiry };
    const { body } = await send(plan.id, told);
    expect(body).toMatchObject({ inquiry, stage: 'draft' });
    const later = await send(plan.id, { ...told, at: '2023-04-03T10:00:00+02:00', source: 'Letter of 3 April 2023' });
    expect(later.body.sentOn).toBe('2023-04-03');
    expect(await planNow(plan.id)).toMatchObject({ firstNoticeOn: '2023-04-03' });
    const { body: list } = await call('plan-notices.list', { query: { planId: [plan.id], toParty: ['BE-VLG'] } });
    expect(list.items.map(({ sentOn }: { sentOn: string }) => sentOn)).toEqual(['2026-03-02', '2023-04-03']);
  });

  it('belongs to a part of the plan, or to the whole plan', async () => {
    const [plan, other] = [await register(), await register()];
    const partOf = async (planId: string) =>
      (await call('plan-components.list', { query: { planId: [planId] } })).body.items[0].id;
    const own = await partOf(plan.id);
    expect((await send(plan.id, { componentId: own })).body).toMatchObject({ componentId: own });
    const foreign = await send(plan.id, { componentId: await partOf(other.id) });
    expect(foreign.body.issues).toMatchObject([{ name: 'componentId' }]);
    expect(foreign.body.issues[0].type).toContain('referencedResourceNotFound');
  });

  describe('the sender', () => {
    it('is the author of the plan, on the day; anyone else must name a source', async () => {
      const plan = await register();
      const now = { toParties: ['BE-WAL'], at: undefined, source: undefined };
      expect((await send(plan.id, now, asFlanders)).status).toBe(201);
      expect(typeOf(await send(plan.id, now))).toBe('sourceRequired');
      expect((await send(plan.id, { ...now, source: 'E-mail of today' })).status).toBe(201);
      expect((await send(plan.id, now, asWallonia)).status).toBe(403);
    });

    it('cannot send a notice of a restricted plan', async () => {
      const plan = await register({ classification: 'restricted' }, josaphatExample);
      expect(typeOf(await send(plan.id))).toBe('planRestricted');
    });
  });

  describe('the confirmation', () => {
    it('is given by each addressee, once, for itself', async () => {
      const plan = await register({}, josaphatExample);
      const toParties = ['BE-WAL', 'BE-VLG'];
      const { body: notice } = await send(plan.id, { toParties, at: undefined, source: undefined });
      const first = await receive(notice.id, {}, asWallonia);
      expect(first).toMatchObject({ status: 200, body: { status: 'sent', receipts: [{ party: 'BE-WAL' }] } });
      expect(typeOf(await receive(notice.id, {}, asWallonia))).toBe('alreadyReceived');
      expect((await receive(notice.id, { party: 'BE-WAL' }, asFlanders)).status).toBe(400);
      expect((await receive(notice.id, {}, { ...asFlanders, ifMatch: '"9"' })).status).toBe(412);
      expect(await receive(notice.id, {}, asFlanders)).toMatchObject({ status: 200, body: { status: 'received' } });
      expect((await log(notice.id)).map(({ type }) => type)).toEqual([
        'planNotices.sent',
        'planNotices.received',
        'planNotices.received',
      ]);
    });

    it('may be recorded by Brussels with a source', async () => {
      const { body: notice } = await send((await register()).id);
      const told = { party: 'BE-WAL', at: '2026-03-05T10:00:00+01:00' };
      expect(typeOf(await receive(notice.id, told))).toBe('sourceRequired');
      expect(typeOf(await receive(notice.id, { party: 'X-BE-DG', source: 'A letter' }))).toBe('notAddressee');
      const { body } = await receive(notice.id, { ...told, source: 'Letter of 5 March 2026' });
      expect(body.receipts).toEqual([
        { party: 'BE-WAL', at: '2026-03-05T09:00:00.000Z', source: 'Letter of 5 March 2026' },
      ]);
    });

    it('is refused from a region that is no addressee', async () => {
      const { body: notice } = await send((await register()).id);
      expect((await receive(notice.id, {}, asFlanders)).status).toBe(403);
      const { body: own } = await send((await register({ parties: ['BE-BRU'] })).id);
      expect((await receive(own.id, {}, asFlanders)).status).toBe(404);
    });
  });

  it('is refused once all addressees have confirmed', async () => {
    const { body: notice } = await send((await register()).id);
    const body = { transition: 'receive', party: 'BE-WAL', source: 'A letter' };
    const acts = { receive: { subject: 'rpc.cooperation.plan-notices.receive', body } };
    const walk = { ...stage, table: 'plan_notice', states: noticeLife.transitions, acts };
    expect(await walkForbidden({ ...walk, id: notice.id, parameter: 'planNoticeId' })).toEqual({
      walked: 1,
      wrong: [],
    });
  });

  it('keeps its plan shared with the addressees', async () => {
    const plan = await register();
    await send(plan.id);
    const share = (parties: string[]) =>
      call('plans.change', { path: { planId: plan.id }, body: { parties }, ifMatch: '"2"' });
    const refused = await share(['BE-BRU', 'BE-VLG']);
    expect([refused.status, typeOf(refused), refused.body.party]).toEqual([409, 'alreadyTold', 'BE-WAL']);
    expect(await share(['BE-VLG', 'BE-WAL'])).toMatchObject({ status: 200, body: { parties: ['BE-VLG', 'BE-WAL'] } });
  });

  describe('a correction', () => {
    const change = (planNoticeId: string, body: object, options: CallOptions = { ifMatch: '"1"' }) =>
      call('plan-notices.change', { path: { planNoticeId }, body, ...options });

    it('is made by the author or by Brussels, until an addressee has confirmed the notice', async () => {
      const { body: notice } = await send((await register()).id);
      expect((await change(notice.id, { channel: 'email' }, {})).status).toBe(428);
      expect((await change(notice.id, { channel: 'email' }, { ...asWallonia, ifMatch: '"1"' })).status).toBe(403);
      expect((await change(notice.id, { toParties: ['BE-BRU'] })).status).toBe(400);
      const corrected = await change(notice.id, { channel: 'email' }, { ...asFlanders, ifMatch: '"1"' });
      expect(corrected).toMatchObject({ status: 200, body: { channel: 'email', stage: notice.stage, version: 2 } });
      expect(typeOf(await change(notice.id, { source: null }, { ifMatch: '"2"' }))).toBe('sourceRequired');
      await receive(notice.id, {}, asWallonia);
      expect(typeOf(await change(notice.id, { channel: 'letter' }, { ifMatch: '"3"' }))).toBe('recordClosed');
    });

    it('of the announced inquiry reaches the consultations that copied it', async () => {
      const plan = await register();
      const { items } = (await call('plan-components.list', { query: { planId: [plan.id] } })).body;
      const inquiry = { from: '2026-05-01', to: '2026-06-30', countingRule: 'calendarDaysExclusive', communes: [] };
      const { body: notice } = await send(plan.id, { toParties: ['BE-BRU'], inquiry });
      const asked = {
        ...{ planId: plan.id, componentId: items[0].id, noticeId: notice.id, affectedParty: 'BE-BRU' },
        ...{ trigger: 'forumAgreement', legalBasis: 'forumAgreement', source: 'A letter' },
      };
      const { body: consultation } = await call('consultations.open', { body: asked });
      expect(consultation.inquiry).toEqual({ ...inquiry, days: 60 });
      const read = async () =>
        (await call('consultations.read', { path: { consultationId: consultation.id } })).body as Answer['body'];
      await change(notice.id, { channel: 'email' });
      expect(await read()).toEqual(consultation);
      await change(notice.id, { inquiry: { to: '2026-06-15' } }, { ifMatch: '"2"' });
      expect(await read()).toMatchObject({ inquiry: { to: '2026-06-15', days: 45 }, version: 2 });
      await change(notice.id, { inquiry: null }, { ifMatch: '"3"' });
      expect(await read()).not.toHaveProperty('inquiry');
    });
  });

  it('copies the visibility of its plan, also later', async () => {
    const plan = await register();
    const { body: notice } = await send(plan.id);
    const change = { path: { planId: plan.id }, body: { classification: 'restricted' }, ifMatch: '"2"' };
    expect((await call('plans.change', change)).status).toBe(200);
    expect((await call('plan-notices.read', { path: { planNoticeId: notice.id }, ...asWallonia })).status).toBe(404);
    expect((await log(notice.id)).map(({ type }) => type)).toEqual(['planNotices.sent', 'planNotices.changed']);
    const [, changed] = await log(notice.id);
    expect(JSON.parse(changed?.data ?? '')).toMatchObject({ classification: 'restricted', version: 2 });
  });
});
