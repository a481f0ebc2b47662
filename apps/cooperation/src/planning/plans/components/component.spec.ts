import fc from 'fast-check';
import { referenceList } from '@passerelle/domain/reference-list';
import { codeOf } from '@passerelle/testing/refused';
import { ComponentRecord } from './component.entity.js';
import { ComponentStatus } from '../component.states.js';
import { componentStates, isAdopted, isEnded } from '../component.states.js';
import { componentExample } from '../plan.example.js';
import { meaningOf, NewStep } from '../steps/step.schema.js';

const today = '2026-11-24';
const scope = { parties: ['BE-BRU'], classification: 'internal', level: 'belgium', objective: 'O1' };
const id = '0193a5c4-7e1f-7000-8000-000000000001';
const inquiry = { from: '2021-09-16', to: '2021-11-15', countingRule: 'calendarDaysExclusive', communes: [] };

/** Each act, by a step that performs it. */
const steps: Readonly<Record<string, string>> = {
  adoptDraft: 'draftAdopted',
  openInquiry: 'publicInquiryOpened',
  giveAdvice: 'adviceGiven',
  adapt: 'draftAdapted',
  adoptFinally: 'finallyAdopted',
  enterIntoForce: 'enteredIntoForce',
  supersede: 'superseded',
  annul: 'annulledByCourt',
  abrogate: 'abrogated',
};

function stepOf(act: string, occurredOn = '2021-09-16'): NewStep {
  const publicInquiry =
    act === 'openInquiry' ? { publicInquiry: { ...inquiry, from: occurredOn, to: '2026-01-01' } } : {};
  return NewStep.parse({ stepCode: steps[act] ?? act, occurredOn, source: 'A test', ...publicInquiry });
}

const given = (status: ComponentStatus = 'inPreparation', more: object = {}): ComponentRecord =>
  Object.assign(ComponentRecord.add({ id, ref: 'CO-2026-0001' }, id, componentExample, scope), { status, ...more });

const after = (...acts: string[]): ComponentRecord => {
  const component = given();
  for (const act of acts) component.take(stepOf(act), today);
  return component;
};

describe('the states of a part of a plan', () => {
  const rows = ComponentStatus.options.flatMap((status) => Object.keys(steps).map((act) => ({ status, act })));
  const allowed = ({ status, act }: (typeof rows)[number]) =>
    componentStates.find((row) => row.from === status && row.act === act);
  const adopted = { finallyAdoptedOn: '2021-01-01' };

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act a part that is $status', ({ status, act }) => {
    const component = given(status, adopted);
    expect(codeOf(() => component.take(stepOf(act), today))).toBe('illegalTransition');
    expect(component.status).toBe(status);
  });

  it.each(rows.filter(allowed))('can $act a part that is $status', (row) => {
    const component = given(row.status, adopted);
    component.take(stepOf(row.act), today);
    expect(component).toMatchObject({ status: allowed(row)?.to, statusSince: '2021-09-16' });
  });

  it('has a step for every act, and an act for every step that claims one', () => {
    expect([...new Set(componentStates.map(({ act }) => act))].sort()).toEqual(Object.keys(steps).sort());
    const claimed = referenceList('procedureSteps').entries.map(({ code }) => meaningOf(code).act);
    expect([...new Set(claimed.filter((act) => act !== undefined))].sort()).toEqual(Object.keys(steps).sort());
  });

  it('has the states of its code list', () => {
    expect(referenceList('componentStates').entries.map(({ code }) => code)).toEqual(ComponentStatus.options);
  });
});

it('cannot enter into force before it is finally adopted', () => {
  for (const status of ComponentStatus.options.filter((each) => !isAdopted(each) && !isEnded(each)))
    expect(codeOf(() => given(status).take(stepOf('enterIntoForce'), today))).toBe('notFinallyAdopted');
  expect(after('adoptFinally', 'enterIntoForce')).toMatchObject({ status: 'inForce', inForceOn: '2021-09-16' });
});

it('is corrected until it has ended', () => {
  const part = given('inForce');
  part.change({ kind: 'map', title: { nl: 'Kaart' } });
  expect(part).toMatchObject({ kind: 'map', title: { ...componentExample.title, nl: 'Kaart' } });
  for (const status of ComponentStatus.options.filter(isEnded))
    expect(codeOf(() => given(status).change({ kind: 'map' }))).toBe('recordClosed');
});

it('has no draft by the approval of its strategic vision', () => {
  const vision = after('strategicVisionApproved');
  expect(vision).toMatchObject({ status: 'inPreparation', iteration: 1 });
  expect(vision.draftAdoptedOn).toBeNull();
});

it('begins another iteration, with a new inquiry, at each draft after the first', () => {
  const component = after('adoptDraft', 'openInquiry', 'giveAdvice', 'adapt');
  expect(component).toMatchObject({ iteration: 1, inquiry: { days: 1568 } });
  component.take(stepOf('firstReadingAdopted', '2022-01-10'), today);
  expect(component).toMatchObject({
    iteration: 2,
    status: 'draftAdopted',
    draftAdoptedOn: '2022-01-10',
    inquiry: null,
  });
});

it('may be adopted at second reading repeatedly, without another draft', () => {
  const component = after('adoptDraft', 'openInquiry', 'giveAdvice', 'secondReadingAdopted', 'secondReadingAdopted');
  expect(component).toMatchObject({ iteration: 1, status: 'adapted' });
});

describe('the days of steps', () => {
  it('are in order if the step moves the part, and never in the future', () => {
    const component = after('adoptDraft');
    expect(codeOf(() => component.take(stepOf('adoptFinally', '2021-09-15'), today))).toBe('stepOutOfOrder');
    expect(codeOf(() => component.take(stepOf('adoptFinally', '2026-11-25'), today))).toBe('factInFuture');
    expect(component.take(stepOf('plenaryMeetingHeld', '2019-01-01'), today)).toBe(1);
    expect(component.status).toBe('draftAdopted');
  });

  it('give inquiry dates only with inquiry steps', () => {
    const read = (step: object) => NewStep.safeParse({ source: 'A test', occurredOn: '2021-09-16', ...step }).success;
    expect(read({ stepCode: 'publicInquiryOpened' })).toBe(false);
    expect(read({ stepCode: 'publicInquiryOpened', publicInquiry: inquiry })).toBe(true);
    expect(read({ stepCode: 'draftAdopted', publicInquiry: inquiry })).toBe(false);
    expect(read({ stepCode: 'publicInquiryOpened', occurredOn: '2021-09-01', publicInquiry: inquiry })).toBe(false);
    expect(read({ stepCode: 'publicInquiryAnnounced', occurredOn: '2021-09-01', publicInquiry: inquiry })).toBe(true);
    expect(read({ stepCode: 'publicInquiryOpened', publicInquiry: { ...inquiry, to: '2021-09-15' } })).toBe(false);
  });

  it('announce an inquiry without opening it', () => {
    const component = after('adoptDraft');
    const announced = { ...inquiry, from: '2027-01-04', to: '2027-03-05' };
    component.take(
      NewStep.parse({
        stepCode: 'publicInquiryAnnounced',
        occurredOn: '2026-11-01',
        source: 'A test',
        publicInquiry: announced,
      }),
      today,
    );
    expect(component).toMatchObject({ status: 'draftAdopted', inquiry: { from: '2027-01-04', days: 60 } });
  });

  it('do not replace the current inquiry if they concern another draft, or only announce one', () => {
    const announcement = (from: string, iteration?: number) =>
      NewStep.parse({
        ...{ stepCode: 'publicInquiryAnnounced', occurredOn: '2021-09-01', source: 'A test', iteration },
        publicInquiry: { ...inquiry, from, to: '2026-01-01' },
      });
    const component = after('adoptDraft', 'openInquiry', 'adoptDraft');
    expect(component.take(announcement('2021-09-10', 1), today)).toBe(1);
    expect(component.inquiry).toBeNull();
    component.take(announcement('2021-09-16'), today);
    component.take(stepOf('openInquiry', '2021-09-20'), today);
    for (const status of ['inInquiry', 'advice', 'adapted', 'finallyAdopted'] as const) {
      Object.assign(component, { status }).take(announcement('2021-09-16'), today);
      expect(component.inquiry).toMatchObject({ from: '2021-09-20' });
    }
    component.inquiry = null;
    component.take(announcement('2021-09-16'), today);
    expect(component.inquiry).toMatchObject({ from: '2021-09-16' });
  });

  it('belong to the current draft, or to an earlier one if they move nothing', () => {
    const component = after('adoptDraft', 'adoptDraft');
    const told = (act: string, iteration: number) => () => component.take({ ...stepOf(act), iteration }, today);
    expect(codeOf(told('openInquiry', 1))).toBe('schemaViolation');
    expect(codeOf(told('plenaryMeetingHeld', 3))).toBe('schemaViolation');
    expect(told('plenaryMeetingHeld', 1)()).toBe(1);
    expect(told('openInquiry', 2)()).toBe(2);
  });
});

it('is never in force without a final adoption, and only increases its iteration, for any steps', () => {
  const told = fc.record({
    act: fc.constantFrom(...Object.keys(steps), 'strategicVisionApproved', 'plenaryMeetingHeld'),
    occurredOn: fc.integer({ min: 1, max: 28 }).map((day) => `2021-09-${String(day).padStart(2, '0')}`),
  });
  const law = fc.property(fc.array(told, { maxLength: 25 }), (acts) => {
    const component = given();
    for (const { act, occurredOn } of acts) {
      const before = component.iteration;
      codeOf(() => component.take(stepOf(act, occurredOn), today));
      expect([before, before + 1]).toContain(component.iteration);
      if (component.status === 'inForce') {
        expect(component.finallyAdoptedOn).toBeTruthy();
        expect(String(component.inForceOn) >= String(component.finallyAdoptedOn)).toBe(true);
      }
      expect(isEnded(component.status)).toBe(component.endedOn !== null);
    }
  });
  fc.assert(law, { numRuns: 300 });
});
