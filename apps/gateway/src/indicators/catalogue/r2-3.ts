import { Definition } from '../definition.schema.js';
import { byHolder, byRole, inOffice, offices } from './offices.js';
import { theme } from './representation.js';

/** The weight of an office; those without one are not counted. */
export const points = {
  president: 3,
  vicePresident: 3,
  treasurer: 2,
  board: 2,
  chairOfWorkingGroup: 2,
  viceChairOfWorkingGroup: 1,
};

const common = {
  version: 1,
  result: 'R2',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [byHolder, byRole, theme],
};

export const r23 = Definition.parse({
  ...common,
  code: 'R2.3',
  name: {
    fr: 'Fonctions exercées dans les réseaux, en points',
    nl: 'Functies in netwerken, in punten',
    en: 'Offices in networks, in points',
    de: 'Ämter in Netzwerken, in Punkten',
  },
  definition: {
    fr: 'Somme des points des fonctions exercées dans des réseaux le dernier jour de la période; tant que la période court, le dernier jour terminé. Une présidence ou une vice-présidence vaut trois points; la fonction de trésorier, un siège au conseil d’administration et la présidence d’un groupe de travail en valent deux; la vice-présidence d’un groupe de travail, un. Les rapporteurs et les simples membres d’un groupe ne comptent pas. Une fonction de la Région n’est pas une fonction de l’organisme: la dimension du titulaire les distingue. C’est un état à un jour donné: les valeurs de deux périodes ne s’additionnent pas. L’indicateur R2.3b donne leur nombre.',
    nl: 'Som van de punten van de functies die op de laatste dag van de periode in netwerken uitgeoefend worden; zolang de periode loopt, op de laatste dag die voorbij is. Een voorzitterschap of een ondervoorzitterschap telt voor drie punten; het penningmeesterschap, een zetel in de raad van bestuur en het voorzitterschap van een werkgroep voor twee; het ondervoorzitterschap van een werkgroep voor één. Rapporteurs en gewone leden van een groep tellen niet mee. Een functie van het Gewest is geen functie van de instelling: de dimensie van de houder scheidt ze. Het is een stand op één dag: de waarden van twee periodes mogen niet opgeteld worden. Indicator R2.3b geeft hun aantal.',
    en: 'Sum of the points of the offices in networks that are filled on the last day of the period; while the period runs, on the last day that is over. A presidency or vice-presidency is worth three points; the office of treasurer, a seat on the board and the chair of a working group two; the vice-chair of a working group one. Rapporteurs and plain members of a group do not count. An office of the Region is not one of the agency: the dimension of the holder keeps them apart. This is a state on one day: the values of two periods do not add up. Indicator R2.3b gives their number.',
    de: 'Summe der Punkte der am letzten Tag des Zeitraums ausgeübten Ämter in Netzwerken; solange der Zeitraum läuft, am letzten abgeschlossenen Tag. Eine Präsidentschaft oder Vizepräsidentschaft zählt drei Punkte; das Schatzmeisteramt, ein Sitz im Vorstand und der Vorsitz einer Arbeitsgruppe zwei; der stellvertretende Vorsitz einer Arbeitsgruppe einen. Berichterstatter und einfache Mitglieder einer Gruppe zählen nicht. Ein Amt der Region ist kein Amt der Einrichtung: Die Dimension des Inhabers trennt sie. Es ist ein Stand an einem Tag: Die Werte zweier Zeiträume lassen sich nicht addieren. Der Indikator R2.3b gibt ihre Zahl an.',
  },
  unit: 'points',
  rules: [{ ...offices, formula: { ...inOffice, weighed: { by: 'role', weights: points } } }],
});

export const r23b = Definition.parse({
  ...common,
  code: 'R2.3b',
  name: {
    fr: 'Fonctions exercées dans les réseaux, en nombre',
    nl: 'Functies in netwerken, in aantal',
    en: 'Offices in networks, in number',
    de: 'Ämter in Netzwerken, nach Zahl',
  },
  definition: {
    fr: 'Nombre de fonctions exercées dans des réseaux le dernier jour de la période et qui ont des points à l’indicateur R2.3; tant que la période court, le dernier jour terminé. Les rapporteurs et les simples membres d’un groupe ne comptent pas. C’est un état à un jour donné: les valeurs de deux périodes ne s’additionnent pas.',
    nl: 'Aantal functies die op de laatste dag van de periode in netwerken uitgeoefend worden en punten hebben in indicator R2.3; zolang de periode loopt, op de laatste dag die voorbij is. Rapporteurs en gewone leden van een groep tellen niet mee. Het is een stand op één dag: de waarden van twee periodes mogen niet opgeteld worden.',
    en: 'Number of the offices in networks that are filled on the last day of the period and have points in indicator R2.3; while the period runs, on the last day that is over. Rapporteurs and plain members of a group do not count. This is a state on one day: the values of two periods do not add up.',
    de: 'Zahl der am letzten Tag des Zeitraums ausgeübten Ämter in Netzwerken, die im Indikator R2.3 Punkte haben; solange der Zeitraum läuft, am letzten abgeschlossenen Tag. Berichterstatter und einfache Mitglieder einer Gruppe zählen nicht. Es ist ein Stand an einem Tag: Die Werte zweier Zeiträume lassen sich nicht addieren.',
  },
  unit: 'offices',
  rules: [{ ...offices, where: [{ of: 'root', field: 'role', in: Object.keys(points) }], formula: inOffice }],
});
