import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import type { ComponentStatus } from './component.states.js';
import { NoticeRecord } from './notices/notice.entity.js';
import { NewPlanNotice } from './notices/notice.schema.js';
import { PlanRecord } from './plan.entity.js';
import { josaphatExample, noticeExample, planExample } from './plan.example.js';
import { NewPlan, PlanStatus } from './plan.schema.js';

const id = '0193a5c4-7e1f-7000-8000-000000000001';
const given = (changes: object = {}, side?: string): PlanRecord =>
  PlanRecord.register(id, 'CO-2026-0001', NewPlan.parse({ ...planExample, ...changes }), side);

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
    plan.change({ parties: ['BE-VLG', 'BE-WAL'] }, 'BE-VLG');
    expect(plan.parties).toEqual(['BE-VLG', 'BE-WAL']);
    expect(faultOf(() => given().change({ classification: 'public' }, 'BE-VLG'))).toBe(
      'classification: schemaViolation',
    );
    expect(faultOf(() => given().change({ parties: ['BE-BRU'] }, 'BE-VLG'))).toBe('parties: schemaViolation');
    expect(faultOf(() => given().change({ classification: 'public', title: { nl: null } }, undefined))).toBe(
      'languageIncomplete',
    );
  });

  it('has parts, each with a unique code', () => {
    const [part] = planExample.components;
    expect(NewPlan.safeParse({ ...planExample, components: [] }).success).toBe(false);
    expect(NewPlan.safeParse({ ...planExample, components: [part, part] }).success).toBe(false);
  });
});

it.each<[PlanStatus, ComponentStatus[]]>([
  ['inPreparation', ['inPreparation', 'inPreparation']],
  ['inPreparation', ['inPreparation', 'abrogated']],
  ['draft', ['inPreparation', 'draftAdopted']],
  ['draft', ['adapted']],
  ['adopted', ['inPreparation', 'inForce']],
  ['adopted', ['inInquiry', 'finallyAdopted']],
  ['ended', ['abrogated', 'superseded', 'annulled']],
])('is %s if its parts are %s', (status, parts) => {
  const plan = given();
  plan.follow(parts);
  expect(plan.status).toBe(status);
});

it('has the states of its code list', () => {
  expect(referenceList('planStates').entries.map(({ code }) => code)).toEqual(PlanStatus.options);
});

it('cannot change once it has ended', () => {
  const plan = given();
  plan.follow(['annulled']);
  expect(faultOf(() => plan.change({ level: 'europe' }, undefined))).toBe('recordClosed');
});

it('keeps the first day of a notice and of an inquiry, in whichever order they are recorded', () => {
  const plan = given();
  plan.tell(['BE-WAL'], '2022-03-01');
  plan.tell(['X-BE-DG', 'BE-WAL'], '2021-03-01');
  plan.tell(['BE-WAL'], '2023-03-01');
  plan.openInquiry('2023-05-30');
  plan.openInquiry('2024-05-30');
  expect(plan).toMatchObject({ firstNoticeOn: '2021-03-01', firstInquiryOn: '2023-05-30' });
  expect(plan.parties).toEqual(['BE-BRU', 'BE-VLG', 'BE-WAL', 'X-BE-DG']);
});

describe('a notice', () => {
  const sentAt = '2026-03-02T08:30:00.000Z';
  const sent = (changes: object = {}, plan: PlanRecord = given()): NoticeRecord =>
    NoticeRecord.send(id, 'CO-2026-0002', plan, NewPlanNotice.parse({ ...noticeExample, ...changes }), sentAt);
  const at = '2026-03-03T08:30:00.000Z';

  it('goes to regions other than the author of the plan', () => {
    expect(sent()).toMatchObject({ fromParty: 'BE-VLG', status: 'sent', sentOn: '2026-03-02', receipts: [] });
    expect(faultOf(() => sent({ toParties: ['BE-WAL', 'BE-VLG'] }))).toBe('toParties: schemaViolation');
  });

  it('cannot be sent for a restricted plan', () => {
    expect(faultOf(() => sent({}, given({ classification: 'restricted' })))).toBe('planRestricted');
  });

  it('is confirmed by each addressee once, and received with the last confirmation', () => {
    const notice = sent({ toParties: ['BE-WAL', 'BE-BRU'] });
    expect(faultOf(() => notice.receive({ party: 'X-BE-DG', at }))).toBe('notAddressee');
    expect(faultOf(() => notice.receive({ party: 'BE-WAL', at: '2026-03-02T08:29:59.000Z' }))).toBe(
      'at: invalidPeriod',
    );
    notice.receive({ party: 'BE-WAL', at });
    expect(notice.status).toBe('sent');
    expect(faultOf(() => notice.receive({ party: 'BE-WAL', at }))).toBe('alreadyReceived');
    notice.receive({ party: 'BE-BRU', at });
    expect(notice.status).toBe('received');
    expect(faultOf(() => notice.receive({ party: 'BE-BRU', at }))).toBe('illegalTransition');
  });
});

it('accepts the example of the documentation', () => {
  expect(NewPlan.safeParse(josaphatExample).error).toBeUndefined();
});
