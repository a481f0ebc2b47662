import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { activitiesWith, activityKind, objective, onDay } from './showing.js';

const common = {
  version: 1,
  result: 'R1',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [activityKind, level, objective, department, theme],
};

const hosted = activitiesWith('hosted');

export const r11 = Definition.parse({
  ...common,
  code: 'R1.1',
  name: {
    fr: 'Événements internationaux accueillis à Bruxelles',
    nl: 'Internationale evenementen in Brussel',
    en: 'International events hosted in Brussels',
    de: 'Internationale Veranstaltungen in Brüssel',
  },
  definition: {
    fr: 'Nombre d’activités que l’organisme a accueillies, à Bruxelles ou en ligne. Un événement compte une fois, quel que soit le nombre de ses coorganisateurs, dans l’année et le trimestre de son premier jour. Les séances d’information pour les collègues ne comptent pas, ni les activités retirées du registre.',
    nl: 'Aantal activiteiten waarvoor de instelling gastheer was, in Brussel of online. Een evenement telt één keer, hoeveel medeorganisatoren het ook heeft, in het jaar en het kwartaal van zijn eerste dag. Briefings voor collega’s tellen niet mee, evenmin als activiteiten die uit het register zijn teruggetrokken.',
    en: 'Number of activities that the agency hosted, in Brussels or online. An event counts once, however many co-hosts it has, in the year and the quarter of its first day. Briefings of colleagues do not count, nor do activities withdrawn from the register.',
    de: 'Zahl der Aktivitäten, die die Einrichtung in Brüssel oder online ausrichtete. Eine Veranstaltung zählt einmal, gleich wie viele Mitausrichter sie hat, im Jahr und im Quartal ihres ersten Tages. Unterrichtungen für Kolleginnen und Kollegen zählen nicht, ebenso wenig aus dem Register zurückgezogene Aktivitäten.',
  },
  unit: 'events',
  measure: 'count',
  rules: [{ ...hosted, formula: onDay('startsOn') }],
});

export const r11b = Definition.parse({
  ...common,
  code: 'R1.1b',
  name: {
    fr: 'Personnes présentes aux événements accueillis à Bruxelles',
    nl: 'Personen op de evenementen in Brussel',
    en: 'Persons at the events hosted in Brussels',
    de: 'Personen bei den Veranstaltungen in Brüssel',
  },
  definition: {
    fr: 'Somme des personnes présentes aux événements de l’indicateur R1.1, d’après une source nommée. Quand plusieurs sources donnent des nombres de personnes différents pour un événement, le plus petit compte, par prudence; ils ne s’additionnent jamais. La même personne à deux événements compte deux fois. Un événement sans nombre de personnes n’est pas mesuré: il compte au dénominateur, le nombre de tous les événements, et non au numérateur, le nombre de ceux dont le chiffre est connu. Si aucun chiffre n’est connu, il n’y a pas de somme.',
    nl: 'Som van de personen op de evenementen van indicator R1.1, volgens een genoemde bron. Geven verschillende bronnen andere aantallen personen voor een evenement, dan telt uit voorzichtigheid het kleinste; ze worden nooit opgeteld. Dezelfde persoon op twee evenementen telt twee keer. Een evenement zonder aantal personen is niet gemeten: het telt mee in de noemer, het aantal van alle evenementen, en niet in de teller, het aantal waarvan het cijfer bekend is. Zonder bekend cijfer is er geen som.',
    en: 'Sum of the persons at the events of indicator R1.1, according to a named source. Where several sources give different numbers of persons for an event, the smallest counts, for caution; they are never added. The same person at two events counts twice. An event without a number of persons is not measured: it counts in the denominator, which is the number of all events, and not in the numerator, which is the number of those whose figure is known. Where no figure is known there is no sum.',
    de: 'Summe der Personen bei den Veranstaltungen des Indikators R1.1, nach einer genannten Quelle. Nennen mehrere Quellen für eine Veranstaltung verschiedene Personenzahlen, so zählt aus Vorsicht die kleinste; sie werden nie addiert. Dieselbe Person bei zwei Veranstaltungen zählt zweimal. Eine Veranstaltung ohne Personenzahl ist nicht gemessen: Sie zählt im Nenner, der Zahl aller Veranstaltungen, und nicht im Zähler, der Zahl derer mit bekannter Zahl. Ist keine Zahl bekannt, gibt es keine Summe.',
  },
  unit: 'persons',
  measure: 'sum',
  rules: [
    {
      ...hosted,
      formula: {
        kind: 'sums',
        on: 'startsOn',
        items: 'audience',
        number: 'count',
        source: 'source',
        each: { field: 'unit', in: ['persons'] },
      },
    },
  ],
});
