import { Party } from '@passerelle/domain/party';
import { contains, type Period } from '@passerelle/domain/period';
import { refusalKind, refuse } from '@passerelle/platform/problems';
import { z } from 'zod';

// Belgium has one seat where its federated entities are several: they take it in turn, half a year each (agreement of
// 8 March 1994 on the representation in the Council). Whoever holds a mandate on such a seat holds it for that turn.

export const outsideRotation = refusalKind({
  code: 'outsideRotation',
  status: 409,
  title: 'Outside Rotation',
  detail: {
    fr: 'Ce siège revient à {entity} pour le semestre {semester}: un mandat y commence au plus tôt le {from} et prend fin au plus tard le {to}.',
    nl: 'Deze zetel komt {entity} toe in het semester {semester}: een mandaat begint er ten vroegste op {from} en eindigt er ten laatste op {to}.',
    en: 'This seat is that of {entity} in the half year {semester}: a mandate on it begins on {from} at the earliest and ends by {to}.',
    de: 'Dieser Sitz steht {entity} im Halbjahr {semester} zu: ein Mandat beginnt dort frühestens am {from} und endet spätestens am {to}.',
  },
});

/** `2024-S1` is the half year from January to June. */
const Semester = z
  .string()
  .length(7)
  .regex(/^(19|20)\d{2}-S[12]$/);

export const Rotation = z
  .strictObject({ entity: Party.describe('Whose turn it is'), semester: Semester })
  .meta({ id: 'SeatRotation' });
export type Rotation = z.infer<typeof Rotation>;

/** Half-open: `to` is the first day of the next half year. */
export function semesterPeriod(semester: string): Required<Period> {
  const year = Number(semester.slice(0, 4));
  return semester.endsWith('S1')
    ? { from: `${year}-01-01`, to: `${year}-07-01` }
    : { from: `${year}-07-01`, to: `${year + 1}-01-01` };
}

/** P8: on a seat that goes round a mandate lies within the turn; one without an end does not. */
export function refuseOutside(rotation: Rotation | null | undefined, period: Period): void {
  if (!rotation) return;
  const turn = semesterPeriod(rotation.semester);
  const isWithin = contains(turn, period.from) && period.to !== undefined && period.to <= turn.to;
  if (!isWithin) throw refuse(outsideRotation, { ...rotation, ...turn });
}
