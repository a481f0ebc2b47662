import { isDue } from './verification.js';

// Midnight in Brussels is 23:00 UTC in winter, and 22:00 UTC in summer.
it.each([
  ['at once when it never was', undefined, '2027-01-15T12:00:00Z', true],
  ['in the night after the last time', '2027-01-14T02:00:00Z', '2027-01-15T01:00:00Z', true],
  ['not before the night', '2027-01-14T02:00:00Z', '2027-01-15T00:59:00Z', false],
  ['not after the night', '2027-01-14T02:00:00Z', '2027-01-15T04:00:00Z', false],
  ['once in a night', '2027-01-15T01:00:00Z', '2027-01-15T01:10:00Z', false],
  [
    'in the night, also if it was verified by command the evening before',
    '2027-01-14T20:00:00Z',
    '2027-01-15T01:00:00Z',
    true,
  ],
  ['in a night of summer', '2027-07-14T02:00:00Z', '2027-07-15T00:00:00Z', true],
  ['by day when the last time was more than 36 hours ago', '2027-01-14T02:00:00Z', '2027-01-15T14:01:00Z', true],
  ['not by day when it was less', '2027-01-14T02:00:00Z', '2027-01-15T13:59:00Z', false],
])('a trail is verified %s', (_, last, now, due) => {
  expect(isDue(last === undefined ? undefined : new Date(last), new Date(now))).toBe(due);
});
