import { refusalKind, refuse } from '@passerelle/platform/problems';

// A list that grows by acts has an end, as every list on the wire has one: what comes after the last place is refused
// here, and not found out by the answer that can no longer be written.

export const listFull = refusalKind({
  code: 'listFull',
  status: 409,
  title: 'List Full',
  detail: {
    fr: 'La liste «{list}» de cette fiche est complète: elle compte au plus {most} éléments.',
    nl: 'De lijst «{list}» van dit dossier is vol: ze telt hoogstens {most} elementen.',
    en: 'The list "{list}" of this record is full: it holds {most} elements at most.',
    de: 'Die Liste «{list}» dieses Eintrags ist voll: sie umfasst höchstens {most} Elemente.',
  },
});

/** Before one more is added. `name` is that of the list on the wire. */
export function refuseFull(name: string, list: readonly unknown[], most: number): void {
  if (list.length >= most) throw refuse(listFull, { list: name, most });
}
