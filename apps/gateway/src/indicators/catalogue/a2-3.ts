import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';

export const a23 = Definition.parse({
  code: 'A2.3',
  version: 1,
  name: {
    fr: 'Portée interne des séances d’information',
    nl: 'Intern bereik van de infosessies',
    en: 'Internal reach of briefings',
    de: 'Interne Reichweite der Informationstermine',
  },
  definition: {
    fr: 'Nombre de collègues présents aux séances d’information internes dont le premier jour se situe dans la période, rapporté au nombre de collègues auxquels elles s’adressaient. Les deux nombres s’additionnent d’une séance à l’autre: qui assiste à deux séances compte deux fois, au numérateur comme au dénominateur. Seuls des nombres sont enregistrés, aucun nom. Les séances dont l’assistance n’est pas enregistrée ne comptent pas, ni les activités retirées du registre.',
    nl: 'Aantal collega’s aanwezig op interne infosessies waarvan de eerste dag in de periode valt, ten opzichte van het aantal collega’s voor wie ze bedoeld waren. Beide aantallen worden over de sessies opgeteld: wie twee sessies bijwoont, telt twee keer mee, in de teller en in de noemer. Alleen aantallen worden geregistreerd, geen namen. Sessies waarvan de opkomst niet geregistreerd is, tellen niet mee, en activiteiten die uit het register zijn teruggetrokken evenmin.',
    en: 'Number of colleagues present at internal briefings whose first day lies in the period, over the number of colleagues to whom they were addressed. Both numbers are added from one briefing to the next: a colleague who attends two briefings counts twice, in the numerator and in the denominator. Only numbers are recorded, no names. Briefings whose attendance is not recorded do not count, nor do activities withdrawn from the register.',
    de: 'Zahl der Kolleginnen und Kollegen, die an internen Informationsterminen mit erstem Tag im Zeitraum teilnahmen, im Verhältnis zur Zahl derer, an die sie sich richteten. Beide Zahlen werden über die Termine addiert: Wer an zweien teilnimmt, zählt zweimal, im Zähler wie im Nenner. Verzeichnet werden nur Zahlen, keine Namen. Termine ohne verzeichnete Teilnahme zählen nicht, ebenso wenig aus dem Register zurückgezogene Aktivitäten.',
  },
  result: 'A2',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, department, theme],
  rules: [
    {
      source: 'networks',
      root: 'activities',
      children: [],
      where: [
        { of: 'root', field: 'status', in: ['recorded'] },
        { of: 'root', field: 'kind', in: ['briefing'] },
      ],
      formula: { kind: 'proportion', on: 'startsOn', part: 'attendance.attended', whole: 'attendance.headcount' },
    },
  ],
});
