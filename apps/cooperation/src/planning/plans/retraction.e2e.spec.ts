import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders, type Answer, type CallOptions } from '@passerelle/testing/start-app';
import { cooperation } from '../../cooperation.js';
import { componentExample, inquiryExample, noticeExample, planExample, visionApprovedExample } from './plan.example.js';

// What was registered in error is taken back: a plan after its parts and its notices, which its own fields follow.

const stage = onStage(cooperation);

describe('what is taken back', () => {
  const call = (subject: string, options: CallOptions = {}): Promise<Answer> =>
    stage.client.call(`rpc.cooperation.${subject}`, options);
  const register = async () => {
    const { body: plan } = await call('plans.register', { body: planExample });
    const { body } = await call('plan-components.list', { query: { planId: [plan.id] } });
    return { planId: plan.id, part: body.items[0] };
  };
  const retract = (subject: string, path: Record<string, string>, options: CallOptions = {}): Promise<Answer> =>
    call(`${subject}.retract`, { path, body: { transition: 'retract' }, ...options });
  const take = (planComponentId: string, body: object, options: CallOptions = {}): Promise<Answer> =>
    call('procedure-steps.record', { path: { planComponentId }, body, ...options });
  const send = async (planId: string, changes: object = {}) =>
    (await call('plan-notices.send', { path: { planId }, body: { ...noticeExample, ...changes } })).body;
  const planNow = async (planId: string) => (await call('plans.read', { path: { planId } })).body;
  const typesOf = async (id: string): Promise<string[]> => {
    const sql = `SELECT type FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`;
    return (await stage.app.database.query<{ type: string }>(sql, [id])).map(({ type }) => type);
  };
  const problem = ({ status, body }: Answer): unknown[] => [status, body.type.split(':').at(-1), body.references];

  it('is a plan, once nothing is left under it', async () => {
    const { planId, part } = await register();
    const notice = await send(planId);
    expect(problem(await retract('plans', { planId }))).toEqual([409, 'stillReferenced', [part.ref, notice.ref]]);
    await retract('plan-notices', { planNoticeId: notice.id });
    await retract('plan-components', { planComponentId: part.id });
    const taken = { subject: 'rpc.cooperation.plans', parameter: 'planId', id: planId };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    const added = await call('plan-components.add', { path: { planId }, body: componentExample });
    expect(problem(added).slice(0, 2)).toEqual([409, 'recordRetracted']);
  });

  it('is a part, and its steps leave with it', async () => {
    const { planId, part } = await register();
    const step = (await take(part.id, visionApprovedExample)).body;
    const taken = { subject: 'rpc.cooperation.plan-components', parameter: 'planComponentId', id: part.id };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    const { body } = await call('procedure-steps.list', { query: { planId: [planId], total: ['true'] } });
    expect(body).toMatchObject({ items: [], total: 0 });
    const read = (options: CallOptions = {}) =>
      call('procedure-steps.read', { path: { procedureStepId: step.id }, ...options });
    expect([(await read()).status, (await read({ caller: partnerFlanders })).status]).toEqual([200, 404]);
    expect(problem(await take(part.id, visionApprovedExample)).slice(0, 2)).toEqual([409, 'recordRetracted']);
    const code = { ...componentExample, code: part.code };
    expect((await call('plan-components.add', { path: { planId }, body: code })).status).toBe(201);
  });

  it('is followed by its plan: the status and the first inquiry are those of the other parts', async () => {
    const { planId, part } = await register();
    const other = (await call('plan-components.add', { path: { planId }, body: componentExample })).body;
    const inquiry = (from: string) => ({
      ...inquiryExample,
      occurredOn: from,
      publicInquiry: { ...inquiryExample.publicInquiry, from },
    });
    await take(part.id, inquiry('2021-09-16'));
    await take(part.id, { stepCode: 'finallyAdopted', occurredOn: '2022-02-01', source: 'A test' });
    await take(other.id, inquiry('2021-10-01'));
    const { version, ...before } = await planNow(planId);
    expect(before).toMatchObject({ status: 'adopted', firstInquiryOn: '2021-09-16' });
    await retract('plan-components', { planComponentId: part.id });
    const after = { status: 'draft', firstInquiryOn: '2021-10-01', version: version + 1 };
    expect(await planNow(planId)).toMatchObject(after);
    await retract('plan-components', { planComponentId: other.id });
    const { firstInquiryOn, status } = await planNow(planId);
    expect([status, firstInquiryOn]).toEqual(['inPreparation', undefined]);
    expect((await typesOf(planId)).slice(-2)).toEqual(['plans.changed', 'plans.changed']);
  });

  it('is a notice: the first one is then the next, and the plan remains shared', async () => {
    const { planId } = await register();
    const [first, second] = [await send(planId), await send(planId, { at: '2026-04-01T10:00:00+02:00' })];
    expect(await planNow(planId)).toMatchObject({ firstNoticeOn: '2026-03-02' });
    const taken = { subject: 'rpc.cooperation.plan-notices', parameter: 'planNoticeId' };
    expect(await takeBack(stage, { ...taken, id: first.id })).toEqual(takenBack);
    expect(await planNow(planId)).toMatchObject({ firstNoticeOn: '2026-04-01', parties: first.parties });
    await retract('plan-notices', { planNoticeId: second.id });
    const { firstNoticeOn, parties, version } = await planNow(planId);
    expect([firstNoticeOn, parties]).toEqual([undefined, first.parties]);
    const share = { path: { planId }, body: { parties: ['BE-BRU', 'BE-VLG'] }, ifMatch: `"${version}"` };
    expect(problem(await call('plans.change', share)).slice(0, 2)).toEqual([409, 'alreadyTold']);
  });

  it('is neither a part nor a notice while a consultation or a notice refers to it', async () => {
    const { planId, part } = await register();
    const notice = await send(planId, { componentId: part.id });
    const asked = {
      ...{ planId, componentId: part.id, noticeId: notice.id, affectedParty: 'BE-WAL' },
      ...{ trigger: 'forumAgreement', legalBasis: 'forumAgreement', source: 'A letter' },
    };
    const open = (changes: object = {}) => call('consultations.open', { body: { ...asked, ...changes } });
    const toBrussels = await send(planId, { toParties: ['BE-BRU'] });
    const consultation = (await open({ noticeId: toBrussels.id, affectedParty: 'BE-BRU' })).body;
    const ofNotice = await retract('plan-notices', { planNoticeId: toBrussels.id });
    expect(problem(ofNotice)).toEqual([409, 'stillReferenced', [consultation.ref]]);
    const ofPart = await retract('plan-components', { planComponentId: part.id });
    expect(problem(ofPart)).toEqual([409, 'stillReferenced', [notice.ref, consultation.ref]]);
    await retract('consultations', { consultationId: consultation.id });
    expect((await retract('plan-notices', { planNoticeId: toBrussels.id })).status).toBe(200);
    const opened = await open({ noticeId: toBrussels.id, affectedParty: 'BE-BRU' });
    expect(opened).toMatchObject({ status: 400, body: { issues: [{ name: 'noticeId' }] } });
  });

  it('may be taken back by the author of the plan', async () => {
    const { planId, part } = await register();
    const notice = await send(planId);
    const asFlanders = { caller: partnerFlanders };
    expect((await retract('plan-notices', { planNoticeId: notice.id }, asFlanders)).status).toBe(200);
    expect((await retract('plan-components', { planComponentId: part.id }, asFlanders)).status).toBe(200);
    expect(await retract('plans', { planId }, asFlanders)).toMatchObject({ status: 200, body: { id: planId } });
    expect((await call('plans.read', { path: { planId }, ...asFlanders })).status).toBe(404);
  });
});
