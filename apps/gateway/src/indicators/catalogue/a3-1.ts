import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { objective, onDay, visibility, visibilityKind } from './showing.js';

export const a31 = Definition.parse({
  code: 'A3.1',
  version: 1,
  name: {
    fr: 'Faits de visibilité',
    nl: 'Zichtbaarheidsitems',
    en: 'Visibility items',
    de: 'Sichtbarkeitsereignisse',
  },
  definition: {
    fr: 'Nombre d’exposés, d’articles, de prix, de passages dans les médias, de publications, d’expositions et de citations enregistrés qui ont montré le travail de l’organisme. Un fait compte dans l’année et le trimestre du jour où il a eu lieu ou a paru. Le registre refuse un deuxième enregistrement du même fait. Le nombre de personnes touchées n’intervient pas: l’indicateur A3.2 le mesure.',
    nl: 'Aantal geregistreerde voordrachten, artikels, prijzen, mediaberichten, publicaties, tentoonstellingen en citaten die het werk van de instelling lieten zien. Een item telt mee in het jaar en het kwartaal van de dag waarop het plaatsvond of verscheen. Het register weigert een tweede registratie van hetzelfde item. Het aantal bereikte personen speelt geen rol: indicator A3.2 meet dat.',
    en: 'Number of registered talks, articles, awards, media reports, publications, exhibitions and citations that showed the work of the agency. An item counts in the year and the quarter of the day on which it took place or appeared. The register refuses a second registration of the same item. How many people it reached plays no part: indicator A3.2 measures that.',
    de: 'Zahl der erfassten Vorträge, Artikel, Preise, Medienberichte, Veröffentlichungen, Ausstellungen und Zitate, die die Arbeit der Einrichtung zeigten. Ein Eintrag zählt im Jahr und im Quartal des Tages, an dem er stattfand oder erschien. Das Register lehnt eine zweite Erfassung desselben Eintrags ab. Wie viele Menschen er erreichte, spielt keine Rolle: Das misst der Indikator A3.2.',
  },
  result: 'A3',
  unit: 'items',
  decimals: 0,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [visibilityKind, level, objective, department, theme],
  rules: [{ ...visibility, formula: onDay('shownOn') }],
});
