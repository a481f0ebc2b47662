import { Definition } from '../definition.schema.js';
import { department, level, positions } from './representation.js';

const ofInterests = {
  version: 1,
  periodicity: 'year',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    level,
    department,
    { name: 'priority', from: { of: 'item', field: 'priority' }, codes: 'interestPriorities', additive: true },
    // An interest may have several themes.
    { name: 'theme', from: { of: 'item', field: 'themes' }, codes: 'themes', additive: false },
  ],
};

/** What the figures of uptake have in common, over all themes or some. */
export const uptakeShare = { ...ofInterests, unit: '%', decimals: 1, direction: 'up', measure: 'ratio' };

const assessed = { ...positions, where: [{ of: 'root', field: 'status', in: ['assessed'] }] };

const interests = { kind: 'weighed', on: 'assessedOn', items: 'interests' };

const weighedUptake = {
  ...interests,
  by: 'priority',
  weights: { must: 3, should: 2, could: 1 },
  times: { by: 'uptake', weights: { full: 1, partial: 0.5, none: 0 } },
};

/** The rule of uptake for interests with one of these themes. */
export const uptakeOf = (...themes: string[]) => ({
  ...assessed,
  formula: { ...weighedUptake, among: { field: 'themes', in: themes } },
});

export const r31 = Definition.parse({
  ...uptakeShare,
  code: 'R3.1',
  name: {
    fr: 'Prise en compte des intérêts de la Région',
    nl: 'Opname van de belangen van het Gewest',
    en: 'Uptake of the Region’s interests',
    de: 'Berücksichtigung der Interessen der Region',
  },
  definition: {
    fr: 'Part reprise, dans les textes adoptés, des intérêts des positions évaluées, pondérée par leur priorité: un intérêt indispensable pèse trois, un intérêt important deux, un intérêt souhaitable un. Un intérêt entièrement repris compte pour un, repris en partie pour un demi, non repris pour zéro. Un intérêt compte dans l’année et le trimestre de l’évaluation. Ceux dont la prise en compte n’est pas connue n’en font pas partie: l’indicateur R3.1b les compte.',
    nl: 'In de aangenomen teksten opgenomen aandeel van de belangen uit beoordeelde standpunten, gewogen naar prioriteit: een onmisbaar belang weegt drie, een belangrijk twee, een wenselijk één. Een volledig overgenomen belang telt voor één, een gedeeltelijk overgenomen voor een half, een niet overgenomen voor nul. Een belang telt mee in het jaar en het kwartaal van de beoordeling. Belangen waarvan de opname niet bekend is, horen er niet bij: indicator R3.1b telt ze.',
    en: 'Share of the interests of assessed positions that the adopted texts take up, weighted by priority: an interest that is a must weighs three, a should two, a could one. An interest taken up in full counts for one, in part for a half, one not taken up for zero. An interest counts in the year and the quarter of the assessment. Interests whose uptake is not known are not part of it: indicator R3.1b counts them.',
    de: 'In den angenommenen Texten aufgenommener Anteil der Interessen aus bewerteten Positionen, gewichtet nach Priorität: Ein unverzichtbares Interesse wiegt drei, ein wichtiges zwei, ein wünschenswertes eins. Ein vollständig aufgenommenes Interesse zählt eins, ein teilweise aufgenommenes ein halb, ein nicht aufgenommenes null. Ein Interesse zählt im Jahr und im Quartal der Bewertung. Interessen, deren Berücksichtigung unbekannt ist, gehören nicht dazu: Der Indikator R3.1b zählt sie.',
  },
  result: 'R3',
  rules: [{ ...assessed, formula: weighedUptake }],
});

export const r31b = Definition.parse({
  ...ofInterests,
  code: 'R3.1b',
  name: {
    fr: 'Intérêts évalués dont la prise en compte n’a pu être établie',
    nl: 'Beoordeelde belangen waarvan de opname niet kon worden vastgesteld',
    en: 'Assessed interests whose uptake could not be established',
    de: 'Bewertete Interessen, deren Berücksichtigung nicht feststellbar war',
  },
  definition: {
    fr: 'Nombre d’intérêts des positions évaluées dont l’évaluation n’a pas pu établir s’ils sont repris dans le texte adopté. Un intérêt compte dans l’année et le trimestre de l’évaluation, quelle que soit sa priorité.',
    nl: 'Aantal belangen uit beoordeelde standpunten waarvan de beoordeling niet kon vaststellen of de aangenomen tekst ze overneemt. Een belang telt mee in het jaar en het kwartaal van de beoordeling, ongeacht zijn prioriteit.',
    en: 'Number of interests of assessed positions for which the assessment could not establish whether the adopted text takes them up. An interest counts in the year and the quarter of the assessment, at any priority.',
    de: 'Zahl der Interessen aus bewerteten Positionen, bei denen die Bewertung nicht feststellen konnte, ob der angenommene Text sie aufnimmt. Ein Interesse zählt im Jahr und im Quartal der Bewertung, unabhängig von seiner Priorität.',
  },
  result: 'R3',
  unit: 'interests',
  decimals: 0,
  direction: 'down',
  measure: 'count',
  rules: [{ ...assessed, formula: { ...interests, by: 'uptake', weights: { unknown: 1 } } }],
});
