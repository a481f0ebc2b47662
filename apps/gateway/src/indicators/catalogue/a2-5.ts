import { Definition } from '../definition.schema.js';
import { practices, sharedLevel } from './practices.js';
import { department, positions, theme } from './representation.js';

/** The kinds of records on which a position or a practice can rest. */
export const grounds = [
  ...['activities', 'bodyMeetings', 'jointStudies', 'opinions', 'plans', 'positions'],
  ...['practices', 'projects', 'visits'],
];

const named = { kind: 'namedOn', items: 'basedOn', keys: ['resource', 'id'] };

export const a25 = Definition.parse({
  code: 'A2.5',
  version: 1,
  name: {
    fr: 'Réutilisation des connaissances',
    nl: 'Hergebruik van kennis',
    en: 'Reuse of knowledge',
    de: 'Wiederverwendung von Wissen',
  },
  definition: {
    fr: 'Nombre d’études, de projets, de plans, d’avis, de visites, d’activités et d’autres enregistrements différents sur lesquels s’appuie au moins une position validée durant la période ou une pratique repérée durant la période. Un enregistrement compte une fois, quel que soit le nombre de ceux qui s’appuient sur lui. Un enregistrement qui se cite lui-même ne compte pas, ni ce que citent les positions retirées ou pas encore validées.',
    nl: 'Aantal verschillende studies, projecten, plannen, adviezen, bezoeken, activiteiten en andere geregistreerde stukken waarop minstens één in de periode gevalideerd standpunt of één in de periode opgemerkte praktijk steunt. Elk telt één keer mee, hoeveel andere er ook op steunen. Een stuk dat zichzelf aanhaalt, telt niet mee, en wat ingetrokken of nog niet gevalideerde standpunten aanhalen evenmin.',
    en: 'Number of different studies, projects, plans, opinions, visits, activities and other records on which at least one position validated in the period or one practice seen in the period rests. A record counts once, however many others rest on it. A record that cites itself does not count, nor does what positions cite that are withdrawn or not yet validated.',
    de: 'Zahl der verschiedenen Studien, Projekte, Pläne, Stellungnahmen, Besuche, Aktivitäten und anderen Einträge, auf die sich mindestens eine im Zeitraum validierte Position oder eine in ihm erfasste Praktik stützt. Ein Eintrag zählt einmal, gleich wie viele andere sich auf ihn stützen. Ein Eintrag, der sich selbst nennt, zählt nicht, ebenso wenig, was zurückgezogene oder noch nicht validierte Positionen nennen.',
  },
  result: 'A2',
  unit: 'references',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: [
    sharedLevel,
    department,
    theme,
    // That of the cited record, which has one; the others are those of the records that cite it.
    { name: 'resource', from: { of: 'item', field: 'resource' }, codes: grounds, additive: true },
  ],
  rules: [
    { ...positions, formula: { ...named, on: 'validatedOn' } },
    { ...practices, formula: { ...named, on: 'capturedOn' } },
  ],
});
