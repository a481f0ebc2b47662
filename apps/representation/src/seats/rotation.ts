import { Party } from '@passerelle/domain/party';
import { contains, type Period } from '@passerelle/domain/period';
import { refusal } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';
import { refusalKind } from '../texts/refusal-kind.js';

// Belgium has one seat and several federated entities: they take turns, half a year each (agreement of 8 March 1994 on
// the representation in the Council). A mandate on such a seat is for that turn.

export const outsideRotation = refusalKind({
  code: 'outsideRotation',
  status: 409,
  title: 'Outside Rotation',
});

/** `2024-S1` is the half year from January to June. */
const Semester = z
  .string()
  .length(7)
  .regex(/^(19|20)\d{2}-S[12]$/)
  .describe('The half year of its turn: 2024-S1 is January to June');

export const Rotation = z
  .strictObject({ entity: Party.describe('The entity whose turn it is'), semester: Semester })
  .meta({ id: 'SeatRotation', description: 'A turn among the federated entities' });
export type Rotation = z.infer<typeof Rotation>;

/** Half-open: `to` is the first day of the next half year. */
export function semesterPeriod(semester: string): Required<Period> {
  const year = Number(semester.slice(0, 4));
  return semester.endsWith('S1')
    ? { from: `${year}-01-01`, to: `${year}-07-01` }
    : { from: `${year}-07-01`, to: `${year + 1}-01-01` };
}

/** P8: on a rotating seat a mandate must be within the turn; one without an end is not. */
export function refuseOutside(rotation: Rotation | null | undefined, period: Period): void {
  if (!rotation) return;
  const turn = semesterPeriod(rotation.semester);
  const isWithin = contains(turn, period.from) && period.to !== undefined && period.to <= turn.to;
  if (!isWithin) throw refusal(outsideRotation, { ...rotation, ...turn });
}
