import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { objective, visibility, visibilityKind } from './showing.js';

export const a32 = Definition.parse({
  code: 'A3.2',
  version: 1,
  name: {
    fr: 'Portée attestée par une source',
    nl: 'Bereik volgens een bron',
    en: 'Sourced reach',
    de: 'Belegte Reichweite',
  },
  definition: {
    fr: 'Somme des personnes, des affichages ou des exemplaires que les faits de visibilité ont touchés, d’après une source nommée. Ces unités ne s’additionnent jamais: le chiffre n’existe que pour une seule d’entre elles. Un fait compte dans l’année et le trimestre du jour où il a eu lieu ou a paru; la même personne touchée par deux faits compte deux fois. Un fait sans chiffre dans l’unité n’est pas mesuré: il compte au dénominateur, le nombre de tous les faits, et non au numérateur, le nombre de ceux dont le chiffre est connu. Si aucun chiffre n’est connu, il n’y a pas de somme.',
    nl: 'Som van de personen, vertoningen of exemplaren die de zichtbaarheidsitems bereikten, volgens een genoemde bron. Die eenheden worden nooit opgeteld: het cijfer bestaat alleen voor één ervan. Een item telt mee in het jaar en het kwartaal van de dag waarop het plaatsvond of verscheen; een persoon die door twee items wordt bereikt, telt twee keer. Een item zonder cijfer in de eenheid is niet gemeten: het telt mee in de noemer, het aantal van alle items, en niet in de teller, het aantal waarvan het cijfer bekend is. Zonder bekend cijfer is er geen som.',
    en: 'Sum of the persons, impressions or copies that visibility items reached, according to a named source. These units are never added: the figure exists for one of them only. An item counts in the year and the quarter of the day on which it took place or appeared; a person reached by two items counts twice. An item without a figure in the unit is not measured: it counts in the denominator, which is the number of all items, and not in the numerator, which is the number of those whose figure is known. Where no figure is known there is no sum.',
    de: 'Summe der Personen, Einblendungen oder Exemplare, die die Sichtbarkeitsereignisse nach einer genannten Quelle erreichten. Diese Einheiten werden nie addiert: Die Zahl gibt es nur für eine von ihnen. Ein Eintrag zählt im Jahr und im Quartal des Tages, an dem er stattfand oder erschien; eine Person, die zwei Einträge erreichten, zählt zweimal. Ein Eintrag ohne Zahl in der Einheit ist nicht gemessen: Er zählt im Nenner, der Zahl aller Einträge, und nicht im Zähler, der Zahl derer mit bekannter Zahl. Ist keine Zahl bekannt, gibt es keine Summe.',
  },
  result: 'A3',
  unit: 'mixed',
  decimals: 0,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'sum',
  sharedKeys: false,
  additiveOverTime: true,
  apart: 'unit',
  dimensions: [
    { name: 'unit', from: { of: 'item', field: 'unit' }, codes: 'reachUnits', additive: false },
    visibilityKind,
    level,
    objective,
    department,
    theme,
  ],
  rules: [
    {
      ...visibility,
      formula: {
        kind: 'sums',
        on: 'shownOn',
        items: 'reach',
        number: 'count',
        source: 'source',
        each: { field: 'unit', in: ['persons', 'impressions', 'copies'] },
      },
    },
  ],
});
