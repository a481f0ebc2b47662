import { Definition } from '../definition.schema.js';
import { byHolder, byRole, inOffice, offices } from './offices.js';
import { theme } from './representation.js';

/** Every role but `member`, who sits in a group without steering it. */
export const steering = [
  ...['president', 'vicePresident', 'treasurer', 'board'],
  ...['chairOfWorkingGroup', 'viceChairOfWorkingGroup', 'rapporteur'],
];

export const a44 = Definition.parse({
  code: 'A4.4',
  version: 1,
  name: {
    fr: 'Fonctions de pilotage en planification et en statistique',
    nl: 'Sturende functies inzake planning en statistiek',
    en: 'Steering offices in planning and statistics',
    de: 'Leitende Ämter in Planung und Statistik',
  },
  definition: {
    fr: 'Nombre de fonctions exercées dans des réseaux le dernier jour de la période, avec l’aménagement du territoire ou la statistique parmi leurs thèmes; tant que la période court, le dernier jour terminé. Une fonction est exercée du jour de l’entrée en fonction à celui de sa fin, tous deux compris. Les simples membres d’un groupe ne comptent pas. C’est un état à un jour donné: les valeurs de deux périodes ne s’additionnent pas. Une fonction qui a les deux thèmes compte une fois.',
    nl: 'Aantal functies die op de laatste dag van de periode in netwerken uitgeoefend worden, met ruimtelijke ordening of statistiek onder hun thema’s; zolang de periode loopt, op de laatste dag die voorbij is. Een functie wordt uitgeoefend van de dag van de ambtsaanvaarding tot en met de laatste dag in functie. Gewone leden van een groep tellen niet mee. Het is een stand op één dag: de waarden van twee periodes mogen niet opgeteld worden. Een functie met beide thema’s telt één keer mee.',
    en: 'Number of offices in networks that are filled on the last day of the period and have planning or statistics among their themes; while the period runs, on the last day that is over. An office is filled from the day on which it is taken to the last day in office, both included. Plain members of a group do not count. This is a state on one day: the values of two periods do not add up. An office with both themes counts once.',
    de: 'Zahl der am letzten Tag des Zeitraums ausgeübten Ämter in Netzwerken mit Raumordnung oder Statistik unter ihren Themen; solange der Zeitraum läuft, am letzten abgeschlossenen Tag. Ein Amt wird vom Tag des Amtsantritts bis zum letzten Tag im Amt ausgeübt, beide eingeschlossen. Einfache Mitglieder einer Gruppe zählen nicht. Es ist ein Stand an einem Tag: Die Werte zweier Zeiträume lassen sich nicht addieren. Ein Amt mit beiden Themen zählt einmal.',
  },
  result: 'A4',
  unit: 'offices',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [byHolder, byRole, theme],
  rules: [
    {
      ...offices,
      where: [
        { of: 'root', field: 'role', in: steering },
        { of: 'root', field: 'themes', in: ['planning', 'statistics'] },
      ],
      formula: inOffice,
    },
  ],
});
