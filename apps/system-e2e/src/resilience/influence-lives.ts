// Meetings of bodies, what they ask for, and positions: acts of one record change others in the same transaction, as positions follow
// the day of their meeting.
import { begin, place, reason, retitle, title, transition, type Step } from './lives.ts';

const postpone: Step = {
  ask: ({ path, id, version }) => ({
    method: 'PATCH',
    path: `${path}/${id}`,
    version,
    body: { startsOn: '2026-03-10' },
  }),
};

const positionLife = [
  retitle,
  transition('validate', { on: '2026-02-02', by: title }),
  transition('defend', { on: '2026-02-06', form: 'written', language: 'fr' }),
  transition('publish', { on: '2026-02-12', href: 'https://example.org/positions/trial' }),
];

const position = begin('/positions', positionLife, ({ id }) => ({
  ...place,
  bodyMeetingId: id,
  title,
  coordination: 'none',
  interests: [{ topic: title, wording: title, priority: 'must', themes: ['planning'] }],
  level: 'europe',
}));

const followUp = begin(
  '/followUps',
  [retitle, transition('close', { on: '2026-02-20', outcome: reason })],
  () => ({ title, department: 'generalDirectorate', dueOn: '2026-03-31' }),
  ({ path, id }) => `${path}/${id}/followUps`,
);

const meeting = (life: readonly Step[]): Step =>
  begin(
    '/bodyMeetings',
    life,
    () => ({ ...place, title, startsOn: '2026-02-10', level: 'europe' }),
    ({ path, id }) => `${path}/${id}/bodyMeetings`,
  );

const absent = { by: { name: 'Trial', country: 'BE' }, agreed: true };
const sent = { on: '2026-02-18', outcome: reason, recipients: ['generalDirectorate'] };

/** Of a body: another entity speaks for the Region, so that no mandate is needed. */
export const beginBodyMeeting = meeting([
  position,
  retitle,
  transition('represent', absent),
  followUp,
  transition('report', sent),
]);

/** Of a body: the positions for it follow both acts. */
export const beginPostponedMeeting = meeting([position, postpone, position, transition('cancel', { reason })]);

export const beginBody = begin('/bodies', [], () => ({
  name: title,
  acronym: 'TRIAL',
  family: 'euIntergovernmental',
  level: 'europe',
  source: 'Invented for this trial',
}));
