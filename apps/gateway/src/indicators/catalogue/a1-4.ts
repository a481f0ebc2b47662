import { Definition } from '../definition.schema.js';
import { practices, sharedLevel } from './practices.js';
import { theme } from './representation.js';

export const a14 = Definition.parse({
  code: 'A1.4',
  version: 1,
  name: {
    fr: 'Départements qui ont adopté une pratique d’ailleurs',
    nl: 'Departementen die een praktijk van elders overnamen',
    en: 'Departments that adopted an external practice',
    de: 'Abteilungen, die eine Praktik von anderswo übernommen haben',
  },
  definition: {
    fr: 'Part des départements et services de l’organisme qui ont décidé l’adoption d’au moins une pratique durant les 24 mois se terminant le dernier jour de la période; tant que la période court, le dernier jour terminé. Le dénominateur est le nombre d’entrées de la liste des départements valables ce jour-là. Un département compte une fois, quel que soit le nombre de ses adoptions; une adoption abandonnée ensuite reste une décision et compte. Avant le jour où la première pratique du registre a été repérée, il n’y a pas de valeur; ensuite, sans adoption, la valeur est zéro. Filtré par département, le chiffre vaut pour ce département seul.',
    nl: 'Aandeel van de departementen en diensten van de instelling die de overname van minstens één praktijk beslisten in de 24 maanden tot en met de laatste dag van de periode; zolang de periode loopt, tot en met de laatste dag die voorbij is. De noemer is het aantal vermeldingen in de lijst van departementen die die dag gelden. Een departement telt één keer mee, hoeveel praktijken het ook overneemt; een overname die later opgegeven werd, blijft een beslissing en telt mee. Vóór de dag waarop de eerste praktijk van het register opgemerkt werd, is er geen waarde; daarna is de waarde zonder overname nul. Gefilterd op departement geldt het cijfer voor dat departement alleen.',
    en: 'Share of the departments and services of the agency that decided to adopt at least one practice in the 24 months up to the last day of the period; while the period runs, up to the last day that is over. The denominator is the number of entries of the list of departments that are valid on that day. A department counts once, however many practices it adopts; an adoption that was abandoned later remains a decision and counts. Before the day on which the first practice of the register was seen there is no value; after it the value without an adoption is zero. Filtered by department, the figure is that of this department alone.',
    de: 'Anteil der Abteilungen und Dienste der Einrichtung, die in den 24 Monaten bis zum letzten Tag des Zeitraums die Übernahme mindestens einer Praktik beschlossen haben; solange der Zeitraum läuft, bis zum letzten abgeschlossenen Tag. Der Nenner ist die Zahl der an diesem Tag gültigen Einträge der Liste der Abteilungen. Eine Abteilung zählt einmal, gleich wie viele Praktiken sie übernimmt; eine später aufgegebene Übernahme bleibt ein Beschluss und zählt. Vor dem Tag, an dem die erste Praktik des Registers erfasst wurde, gibt es keinen Wert; danach ist der Wert ohne Übernahme null. Nach Abteilung gefiltert gilt die Zahl für diese Abteilung allein.',
  },
  result: 'A1',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: [
    sharedLevel,
    // Each department has a denominator of its own, so that their shares cannot be added.
    { name: 'department', from: { of: 'item', field: 'code' }, codes: 'departments', additive: false },
    theme,
  ],
  rules: [
    {
      ...practices,
      formula: {
        kind: 'shareOfList',
        list: 'departments',
        from: 'capturedOn',
        names: 'adoptedBy',
        on: 'adoptedOn',
        months: 24,
      },
    },
  ],
});
