/** For unit tests of rules: who acts, and when. The rules of such a test must not read other records. */
import { today } from '@passerelle/domain/period';
import { anonymous } from '@passerelle/platform/access/identity';
import type { ActContext } from '@passerelle/platform/features/lives';

export const acting = (party: string, now: Date): ActContext => ({
  get tx(): never {
    throw new Error('a unit test has no database');
  },
  caller: { ...anonymous, party },
  party,
  side: party === 'BE-BRU' ? undefined : party,
  home: 'BE-BRU',
  now,
  today: today(now),
  params: {},
  expectedVersion: undefined,
  newName: () => Promise.reject(new Error('a unit test has no database')),
});

/** Noon of a day, for the home region. */
export const actingOn = (day: string): ActContext => acting('BE-BRU', new Date(`${day}T12:00:00+01:00`));
