import { Definition } from '../definition.schema.js';
import { department, level, seats, titular } from './representation.js';

export const o21 = Definition.parse({
  code: 'O2.1',
  version: 1,
  name: {
    fr: 'Vacance des sièges',
    nl: 'Openstaande zetels',
    en: 'Vacancy of seats',
    de: 'Vakanz der Sitze',
  },
  definition: {
    fr: 'Part des jours sans membre effectif en fonction parmi les jours où Bruxelles dispose d’un siège, additionnés sur les sièges. Un jour compte une fois terminé; un siège compte de son premier à son dernier jour, et un siège soumis à rotation seulement pendant le tour de Bruxelles. Un suppléant ne pourvoit pas le siège, ni un mandat suspendu, terminé ou pas encore commencé. Les sièges dont le premier jour n’est pas connu ne comptent pas.',
    nl: 'Aandeel van de dagen zonder effectief lid in functie in de dagen waarop Brussel een zetel heeft, opgeteld over de zetels. Een dag telt mee zodra hij voorbij is; een zetel telt mee van zijn eerste tot zijn laatste dag, en een zetel met beurtrol alleen tijdens de beurt van Brussel. Een plaatsvervanger bezet de zetel niet, en een geschorst, beëindigd of nog niet begonnen mandaat evenmin. Zetels waarvan de eerste dag niet bekend is, tellen niet mee.',
    en: 'Share of the days without a full member in office among the days on which Brussels has a seat, added up over the seats. A day counts once it is over; a seat counts from its first to its last day, and a seat that rotates only during the turn of Brussels. An alternate does not fill the seat, nor does a mandate that is suspended, over or not yet begun. Seats whose first day is not known do not count.',
    de: 'Anteil der Tage ohne amtierendes effektives Mitglied an den Tagen, an denen Brüssel einen Sitz hat, über alle Sitze summiert. Ein Tag zählt, sobald er vorbei ist; ein Sitz zählt von seinem ersten bis zu seinem letzten Tag, ein rotierender Sitz nur, solange Brüssel an der Reihe ist. Ein stellvertretendes Mitglied besetzt den Sitz nicht, ebenso wenig ein ruhendes, beendetes oder noch nicht begonnenes Mandat. Sitze, deren erster Tag nicht bekannt ist, zählen nicht.',
  },
  objective: 'O2',
  unit: '%',
  decimals: 1,
  direction: 'down',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  // Days add up: those of the quarters are those of the year.
  additiveOverTime: true,
  dimensions: [
    level,
    department,
    { name: 'holderKind', from: { of: 'root', field: 'holderKind' }, codes: 'holderKinds', additive: true },
  ],
  rules: [{ ...seats, formula: { kind: 'overlap', ...titular, days: 'without' } }],
});
