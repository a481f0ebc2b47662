/** For tests: states of seats, mandates, meetings, follow-ups and positions, as their facts carry them. */
import { newId } from '@passerelle/platform/data/database';
import type { Fields } from '@passerelle/testing/publishers';

const shared = { classification: 'public', level: 'europe', objective: 'O2', ref: 'RP-2076-0001' };
export const aSeat = (state: Fields) => ({
  id: newId(),
  bodyId: newId(),
  holderKind: 'region',
  heldFrom: '2076-01-01',
  departments: ['generalDirectorate'],
  ...shared,
  ...state,
});
export const aMandate = (seat: { id: string }, state: Fields = {}) => ({
  id: newId(),
  seatId: seat.id,
  role: 'titular',
  startedOn: '2076-01-01',
  period: { from: '2076-01-01' },
  suspensions: [],
  ...shared,
  ...state,
});
export const aMeeting = (state: Fields) => ({
  id: newId(),
  status: 'attended',
  presence: 'attended',
  startsOn: '2076-02-02',
  agenda: [],
  departments: ['generalDirectorate'],
  themes: ['cities'],
  ...shared,
  ...state,
});
export const aPosition = (state: Fields) => ({
  id: newId(),
  status: 'validated',
  interests: [],
  coSigners: [],
  coordination: 'dge',
  departments: ['generalDirectorate'],
  themes: [],
  ...shared,
  ...state,
});

export const aFollowUp = (state: Fields) => ({
  id: newId(),
  bodyMeetingId: newId(),
  status: 'closed',
  department: 'bisa',
  themes: [],
  ...shared,
  ...state,
});
export const anInterest = (n: number, priority: string, uptake: string, ...themes: string[]) => ({
  n,
  priority,
  uptake,
  themes,
});
