import { Definition } from '../definition.schema.js';
import { objective, practices } from './practices.js';
import { department, level, theme } from './representation.js';

const common = { version: 1, result: 'A1', direction: 'down', periodicity: 'quarter', sharedKeys: false };

export const a13 = Definition.parse({
  ...common,
  code: 'A1.3',
  name: {
    fr: 'Délai de décision sur une pratique',
    nl: 'Tijd tot de beslissing over een praktijk',
    en: 'Time to the decision on a practice',
    de: 'Zeit bis zur Entscheidung über eine Praktik',
  },
  definition: {
    fr: 'Médiane, sur les pratiques dont l’adoption a été décidée ou qui ont été écartées durant la période, du nombre de jours entre le jour où la pratique a été repérée et celui de la décision. Une pratique abandonnée après son adoption garde le jour de sa première décision. Les pratiques encore sans décision n’ont pas de délai et ne comptent pas ici: l’indicateur A1.3b les compte. Le numérateur est le nombre de pratiques mesurées, le dénominateur celui des pratiques décidées.',
    nl: 'Mediaan, over de praktijken waarvan de overname in de periode beslist werd of die toen verworpen werden, van het aantal dagen tussen de dag waarop de praktijk opgemerkt werd en de dag van de beslissing. Een praktijk die na de beslissing tot overname opgegeven wordt, behoudt de dag van haar eerste beslissing. Praktijken waarover nog niet beslist is, hebben geen duur en tellen hier niet mee: indicator A1.3b telt ze. De teller is het aantal gemeten praktijken, de noemer het aantal praktijken waarover beslist is.',
    en: 'Median, over the practices whose adoption was decided or that were rejected in the period, of the number of days from the day on which the practice was seen to the day of the decision. A practice abandoned after its adoption keeps the day of its first decision. Practices still without a decision have no duration and do not count here: indicator A1.3b counts them. The numerator is the number of practices measured, the denominator that of practices decided.',
    de: 'Median der Zahl der Tage von der Erfassung einer Praktik bis zur Entscheidung, berechnet über die Praktiken, deren Übernahme im Zeitraum beschlossen wurde oder die in ihm verworfen wurden. Eine nach dem Beschluss aufgegebene Praktik behält den Tag ihrer ersten Entscheidung. Praktiken, über die noch nicht entschieden ist, haben keine Dauer und zählen hier nicht: Der Indikator A1.3b zählt sie. Der Zähler ist die Zahl der gemessenen, der Nenner die der entschiedenen Praktiken.',
  },
  unit: 'days',
  decimals: 1,
  measure: 'median',
  additiveOverTime: false,
  dimensions: [level, objective, department, theme].map((dimension) => ({ ...dimension, additive: false })),
  rules: [{ ...practices, formula: { kind: 'leadTime', from: 'capturedOn', to: 'decidedOn' } }],
});

export const a13b = Definition.parse({
  ...common,
  code: 'A1.3b',
  name: {
    fr: 'Pratiques en attente de décision',
    nl: 'Praktijken die op een beslissing wachten',
    en: 'Practices awaiting a decision',
    de: 'Praktiken, über die noch zu entscheiden ist',
  },
  definition: {
    fr: 'Nombre de pratiques repérées dont l’adoption n’est ni décidée ni écartée à la fin du dernier jour de la période; tant que la période court, du dernier jour terminé. Le jour de la décision, la pratique n’attend plus. C’est un état à un jour donné: les valeurs de deux périodes ne s’additionnent pas.',
    nl: 'Aantal opgemerkte praktijken waarvan de overname aan het einde van de laatste dag van de periode noch beslist noch verworpen is; zolang de periode loopt, van de laatste dag die voorbij is. Op de dag van de beslissing wacht de praktijk niet meer. Het is een stand op één dag: de waarden van twee periodes mogen niet opgeteld worden.',
    en: 'Number of practices that were seen and whose adoption is neither decided nor rejected at the end of the last day of the period; while the period runs, of the last day that is over. On the day of the decision the practice no longer waits. This is a state on one day: the values of two periods do not add up.',
    de: 'Zahl der erfassten Praktiken, deren Übernahme am Ende des letzten Tages des Zeitraums weder beschlossen noch verworfen ist; solange der Zeitraum läuft, des letzten abgeschlossenen Tages. Am Tag der Entscheidung wartet die Praktik nicht mehr. Es ist ein Stand an einem Tag: Die Werte zweier Zeiträume lassen sich nicht addieren.',
  },
  unit: 'practices',
  decimals: 0,
  measure: 'count',
  additiveOverTime: false,
  dimensions: [level, objective, department, theme],
  rules: [{ ...practices, formula: { kind: 'stock', from: 'capturedOn', to: 'decidedOn', toIncluded: false } }],
});
