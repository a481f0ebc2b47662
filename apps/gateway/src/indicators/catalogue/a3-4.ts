import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { objective, onDay, visibility, visibilityKind } from './showing.js';

export const a34 = Definition.parse({
  code: 'A3.4',
  version: 1,
  name: {
    fr: 'Visibilité multilingue',
    nl: 'Meertalige zichtbaarheid',
    en: 'Multilingual showcase',
    de: 'Mehrsprachige Sichtbarkeit',
  },
  definition: {
    fr: 'Part des faits de visibilité disponibles dans au moins deux des langues suivantes: français, néerlandais, anglais, allemand. Les autres langues n’y changent rien. Un fait compte dans l’année et le trimestre du jour où il a eu lieu ou a paru. Tous les genres comptent, y compris les citations par des tiers.',
    nl: 'Aandeel van de zichtbaarheidsitems dat beschikbaar is in minstens twee van deze talen: Frans, Nederlands, Engels, Duits. Andere talen veranderen daar niets aan. Een item telt mee in het jaar en het kwartaal van de dag waarop het plaatsvond of verscheen. Alle soorten tellen mee, ook citaten door derden.',
    en: 'Share of the visibility items that are available in at least two of these languages: French, Dutch, English, German. Other languages make no difference. An item counts in the year and the quarter of the day on which it took place or appeared. Every kind counts, citations by third parties included.',
    de: 'Anteil der Sichtbarkeitsereignisse, die in mindestens zwei dieser Sprachen verfügbar sind: Französisch, Niederländisch, Englisch, Deutsch. Andere Sprachen ändern daran nichts. Ein Eintrag zählt im Jahr und im Quartal des Tages, an dem er stattfand oder erschien. Alle Arten zählen, auch Zitate durch Dritte.',
  },
  result: 'A3',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [visibilityKind, level, objective, department, theme],
  rules: [
    {
      ...visibility,
      formula: {
        ...onDay('shownOn'),
        kind: 'share',
        of: { field: 'languages', in: ['fr', 'nl', 'en', 'de'], atLeast: 2 },
      },
    },
  ],
});
