import type { Transition } from '@passerelle/platform/problems';
import type { ComponentStatus } from './component.schema.js';

type Row = Transition<ComponentStatus>;
const rows = (from: readonly ComponentStatus[], act: string, to: ComponentStatus): Row[] =>
  from.map((state) => ({ from: state, act, to }));

const asDraft = ['draftAdopted', 'inInquiry', 'advice', 'adapted'] as const;

// A row says what can have happened, not what the law of an authority asks for: four authorities and their provinces each
// have a procedure of their own, and of the plans of others often but one step is known here.
//
// Whoever adopts a draft anew, at whatever point, begins another iteration. An inquiry shows that there was a draft, and a
// final adoption that there was whatever it needed, even where no source gives the days: hence both from `inPreparation`.
// An inquiry may be held again, or longer, and several bodies may advise. Some plans are adopted on no more than a draft:
// not every instrument asks for an inquiry. Nothing leads back from an adoption: a revision is a part of its own, since
// the part that it revises stays in force meanwhile.
export const componentStates: readonly Row[] = [
  ...rows(['inPreparation', ...asDraft], 'adoptDraft', 'draftAdopted'),
  ...rows(['inPreparation', 'draftAdopted', 'inInquiry'], 'openInquiry', 'inInquiry'),
  ...rows(['inInquiry', 'advice'], 'giveAdvice', 'advice'),
  ...rows(['inInquiry', 'advice', 'adapted'], 'adapt', 'adapted'),
  ...rows(['inPreparation', ...asDraft], 'adoptFinally', 'finallyAdopted'),
  ...rows(['finallyAdopted'], 'enterIntoForce', 'inForce'),
  ...rows(['inForce'], 'supersede', 'superseded'),
  ...rows(['finallyAdopted', 'inForce'], 'annul', 'annulled'),
  ...rows(['finallyAdopted', 'inForce'], 'abrogate', 'abrogated'),
];

const beforeInquiry: readonly ComponentStatus[] = ['inPreparation', 'draftAdopted'];
const ended: readonly ComponentStatus[] = ['superseded', 'annulled', 'abrogated'];
const adopted: readonly ComponentStatus[] = ['finallyAdopted', 'inForce'];

export const isBeforeInquiry = (status: ComponentStatus): boolean => beforeInquiry.includes(status);
export const isEnded = (status: ComponentStatus): boolean => ended.includes(status);
export const isAdopted = (status: ComponentStatus): boolean => adopted.includes(status);
