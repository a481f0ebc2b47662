import { Definition } from '../definition.schema.js';

export const o14 = Definition.parse({
  code: 'O1.4',
  version: 1,
  name: {
    fr: 'Délai entre la première notification et l’enquête publique',
    nl: 'Tijd tussen de eerste kennisgeving en het openbaar onderzoek',
    en: 'Time from the first notice to the public inquiry',
    de: 'Zeit zwischen erster Mitteilung und öffentlicher Untersuchung',
  },
  definition: {
    fr: 'Médiane, sur les plans dont la première enquête publique a commencé durant la période, du nombre de jours entre la première notification à une autre autorité et le premier jour de cette enquête. Une valeur négative signifie que l’information est venue après. Un plan sans notification n’a pas de valeur: il compte au dénominateur, qui est le nombre de plans avec enquête, et non au numérateur, qui est le nombre de plans mesurés. Sans plan mesuré, il n’y a pas de médiane.',
    nl: 'Mediaan, over de plannen waarvan het eerste openbaar onderzoek in de periode begon, van het aantal dagen tussen de eerste kennisgeving aan een andere overheid en de eerste dag van dat onderzoek. Een negatieve waarde betekent dat de informatie later kwam. Een plan zonder kennisgeving heeft geen waarde: het telt mee in de noemer, het aantal plannen met een onderzoek, en niet in de teller, het aantal gemeten plannen. Zonder gemeten plan is er geen mediaan.',
    en: 'Median, over the plans whose first public inquiry began in the period, of the number of days from the first notice to another authority to the first day of that inquiry. A negative value means that the information came afterwards. A plan without a notice has no value: it counts in the denominator, which is the number of plans with an inquiry, and not in the numerator, which is the number of plans measured. Without a measured plan there is no median.',
    de: 'Median der Zahl der Tage von der ersten Mitteilung an eine andere Behörde bis zum ersten Tag der ersten öffentlichen Untersuchung, berechnet über die Pläne, deren erste öffentliche Untersuchung im Zeitraum begann. Ein negativer Wert heißt, dass die Information danach kam. Ein Plan ohne Mitteilung hat keinen Wert: Er zählt im Nenner, der Zahl der Pläne mit Untersuchung, und nicht im Zähler, der Zahl der gemessenen Pläne. Ohne gemessenen Plan gibt es keinen Median.',
  },
  objective: 'O1',
  unit: 'days',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'median',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: false },
    { name: 'planType', from: { of: 'root', field: 'planType' }, codes: 'planTypes', additive: false },
  ],
  rules: [
    {
      source: 'cooperation',
      root: 'plans',
      children: [],
      formula: { kind: 'leadTime', from: 'firstNoticeOn', to: 'firstInquiryOn' },
    },
  ],
});
