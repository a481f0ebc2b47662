import type { Transition } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';

export const ComponentStatus = z
  .enum([
    'inPreparation',
    'draftAdopted',
    'inInquiry',
    'advice',
    'adapted',
    'finallyAdopted',
    'inForce',
    'superseded',
    'annulled',
    'abrogated',
  ])
  .meta({ id: 'PlanComponentStatus' });
export type ComponentStatus = z.infer<typeof ComponentStatus>;

type Row = Transition<ComponentStatus>;
const rows = (from: readonly ComponentStatus[], act: string, to: ComponentStatus): Row[] =>
  from.map((state) => ({ from: state, act, to }));

const asDraft = ['draftAdopted', 'inInquiry', 'advice', 'adapted'] as const;

// A row says what can happen, not what one authority's law requires: four authorities and their provinces have
// different procedures, and often only one step of another's plan is known here. Adopting a draft again, at any point,
// begins another iteration. An inquiry implies a draft, and a final adoption implies its earlier steps, even if no
// source gives their days: hence both from `inPreparation`. An inquiry may be held again or extended, and several
// bodies may advise. Some plans are adopted on a draft alone: not every instrument requires an inquiry. Nothing leads
// back from an adoption: a revision is a new part, since the revised part stays in force meanwhile.
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
