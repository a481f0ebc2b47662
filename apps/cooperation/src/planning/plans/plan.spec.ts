import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { actingOn } from '@passerelle/testing/acting';
import type { ComponentStatus } from './component.states.js';
import { NoticeRecord } from './notices/notice.entity.js';
import { noticeLife } from './notices/notice.life.js';
import { NewPlanNotice } from './notices/notice.schema.js';
import { PlanRecord } from './plan.entity.js';
import { josaphatExample, noticeExample, planExample } from './plan.example.js';
import { NewPlan, PlanStatus } from './plan.schema.js';

const home = { side: undefined, home: 'BE-BRU' };
const flanders = { ...home, side: 'BE-VLG' };
const id = '0193a5c4-7e1f-7000-8000-000000000001';
const given = (changes: object = {}, side?: string): PlanRecord =>
  PlanRecord.register({ id, ref: 'CO-2026-0001' }, NewPlan.parse({ ...planExample, ...changes }), { ...home, side });

/** With parts in these states. */
const withParts = (...parts: ComponentStatus[]): PlanRecord => {
  const plan = given();
  plan.follow({ parts, firstNoticeOn: null, firstInquiryOn: null });
  return plan;
};

const faultOf = (act: () => void): string | undefined => {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [issue] = error.issues;
    return issue === undefined ? error.kind.code : `${issue.name}: ${issue.type.split(':').at(-1)}`;
  }
  return undefined;
};

describe('a plan', () => {
  it('belongs to the authority that makes plans of its type', () => {
    expect(faultOf(() => given({ party: 'BE-WAL' }))).toBe('party: planTypeOfOtherAuthority');
    expect(faultOf(() => given({ party: undefined }))).toBe('party: planTypeOfOtherAuthority');
    expect(faultOf(() => given({ planType: 'foreignPlan' }))).toBe('party: planTypeOfOtherAuthority');
    expect(given({ planType: 'foreignPlan', party: undefined })).toMatchObject({ legalNature: 'mixed' });
  });

  it('has the legal nature of its type unless another is given', () => {
    expect(given().legalNature).toBe('indicative');
    expect(given({ legalNature: 'mixed' }).legalNature).toBe('mixed');
  });

  it('is registered by another region for itself, internal and shared with it', () => {
    expect(faultOf(() => given({}, 'BE-VLG'))).toBeUndefined();
    expect(faultOf(() => given({}, 'BE-WAL'))).toBe('party: schemaViolation');
    expect(faultOf(() => given({ parties: ['BE-BRU'] }, 'BE-VLG'))).toBe('parties: schemaViolation');
    expect(faultOf(() => given({ classification: 'public' }, 'BE-VLG'))).toBe('classification: schemaViolation');
  });

  it('is corrected by its region, but published by Brussels only', () => {
    const plan = given();
    plan.change({ parties: ['BE-VLG', 'BE-WAL'] }, flanders);
    expect(plan.parties).toEqual(['BE-VLG', 'BE-WAL']);
    expect(faultOf(() => given().change({ classification: 'public' }, flanders))).toBe(
      'classification: schemaViolation',
    );
    expect(faultOf(() => given().change({ parties: ['BE-BRU'] }, flanders))).toBe('parties: schemaViolation');
  });

  it('has parts, each with a unique code', () => {
    const [part] = planExample.components;
    expect(NewPlan.safeParse({ ...planExample, components: [] }).success).toBe(false);
    expect(NewPlan.safeParse({ ...planExample, components: [part, part] }).success).toBe(false);
  });
});

it.each<[PlanStatus, ComponentStatus[]]>([
  ['inPreparation', []],
  ['inPreparation', ['inPreparation', 'inPreparation']],
  ['inPreparation', ['inPreparation', 'abrogated']],
  ['draft', ['inPreparation', 'draftAdopted']],
  ['draft', ['adapted']],
  ['adopted', ['inPreparation', 'inForce']],
  ['adopted', ['inInquiry', 'finallyAdopted']],
  ['ended', ['abrogated', 'superseded', 'annulled']],
])('is %s if its parts are %s', (status, parts) => {
  expect(withParts(...parts).status).toBe(status);
});

it('has the states of its code list', () => {
  expect(referenceList('planStates').entries.map(({ code }) => code)).toEqual(PlanStatus.options);
});

it('cannot change once it has ended', () => {
  expect(faultOf(() => withParts('annulled').change({ level: 'europe' }, home))).toBe('recordClosed');
});

it('keeps the first day of a notice, in whichever order they are recorded', () => {
  const plan = given();
  plan.tell(['BE-WAL'], '2022-03-01');
  plan.tell(['X-BE-DG', 'BE-WAL'], '2021-03-01');
  plan.tell(['BE-WAL'], '2023-03-01');
  expect(plan.firstNoticeOn).toBe('2021-03-01');
  expect(plan.parties).toEqual(['BE-BRU', 'BE-VLG', 'BE-WAL', 'X-BE-DG']);
});

describe('a notice', () => {
  const sentAt = '2026-03-02T08:30:00.000Z';
  const sent = (changes: object = {}, plan: PlanRecord = given()): NoticeRecord =>
    NoticeRecord.send({ id, ref: 'CO-2026-0002' }, plan, NewPlanNotice.parse({ ...noticeExample, ...changes }), sentAt);
  const receive = (notice: NoticeRecord, party: string, at = '2026-03-03T08:30:00.000Z') =>
    noticeLife.perform(notice, 'receive', { party, at, source: 'A letter' }, actingOn('2026-06-15'));
  const faultOfReceiving = (...given: Parameters<typeof receive>): Promise<string | undefined> =>
    receive(...given).then(
      () => undefined,
      (error: unknown) =>
        faultOf(() => {
          throw error;
        }),
    );

  it('goes to regions other than the author of the plan', () => {
    expect(sent()).toMatchObject({ fromParty: 'BE-VLG', status: 'sent', sentOn: '2026-03-02', receipts: [] });
    expect(faultOf(() => sent({ toParties: ['BE-WAL', 'BE-VLG'] }))).toBe('toParties: schemaViolation');
  });

  it('cannot be sent for a restricted plan', () => {
    expect(faultOf(() => sent({}, given({ classification: 'restricted' })))).toBe('planRestricted');
  });

  it('is confirmed by each addressee once, and received with the last confirmation', async () => {
    const notice = sent({ toParties: ['BE-WAL', 'BE-BRU'] });
    expect(await faultOfReceiving(notice, 'X-BE-DG')).toBe('notAddressee');
    expect(await faultOfReceiving(notice, 'BE-WAL', '2026-03-02T08:29:59.000Z')).toBe('at: invalidPeriod');
    await receive(notice, 'BE-WAL');
    expect(notice.status).toBe('sent');
    expect(await faultOfReceiving(notice, 'BE-WAL')).toBe('alreadyReceived');
    await receive(notice, 'BE-BRU');
    expect(notice.status).toBe('received');
    expect(await faultOfReceiving(notice, 'BE-BRU')).toBe('illegalTransition');
  });

  it('is corrected until an addressee has confirmed it, and keeps its evidence', async () => {
    const notice = sent();
    notice.change({ channel: 'email', docs: [], source: 'Letter of 1 March 2026' });
    expect(notice).toMatchObject({ channel: 'email', docs: [], source: 'Letter of 1 March 2026' });
    expect(faultOf(() => notice.change({ source: null }))).toBe('sourceRequired');
    await receive(notice, 'BE-WAL');
    expect(faultOf(() => notice.change({ channel: 'letter' }))).toBe('recordClosed');
  });
});

it('accepts the example of the documentation', () => {
  expect(NewPlan.safeParse(josaphatExample).error).toBeUndefined();
});
