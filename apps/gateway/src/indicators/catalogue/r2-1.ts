import { Definition } from '../definition.schema.js';
import { uptakeOf, uptakeShare } from './r3-1.js';

export const r21 = Definition.parse({
  ...uptakeShare,
  code: 'R2.1',
  name: {
    fr: 'Prise en compte des intérêts touchant aux villes ou aux aires métropolitaines',
    nl: 'Opname van de belangen over steden of grootstedelijke gebieden',
    en: 'Uptake of the interests about cities or metropolitan areas',
    de: 'Berücksichtigung der Interessen zu Städten oder Metropolregionen',
  },
  definition: {
    fr: 'Part reprise, dans les textes adoptés, des intérêts dont un thème est la politique des villes ou les aires métropolitaines, calculée comme l’indicateur R3.1: pondérée par priorité (trois, deux, un), un intérêt repris en partie comptant pour un demi. Un intérêt qui a les deux thèmes compte une fois. Un intérêt compte dans l’année et le trimestre de l’évaluation de sa position. Ceux dont la prise en compte n’est pas connue n’en font pas partie.',
    nl: 'In de aangenomen teksten opgenomen aandeel van de belangen met stedelijk beleid of grootstedelijke gebieden als thema, berekend zoals indicator R3.1: gewogen naar prioriteit (drie, twee, één), waarbij een gedeeltelijk overgenomen belang voor een half telt. Een belang met beide thema’s telt één keer. Een belang telt mee in het jaar en het kwartaal van de beoordeling van zijn standpunt. Belangen waarvan de opname niet bekend is, horen er niet bij.',
    en: 'Share of the interests with urban policy or metropolitan areas among their themes that the adopted texts take up, computed as indicator R3.1: weighted by priority (three, two, one), an interest taken up in part counting for a half. An interest with both themes counts once. An interest counts in the year and the quarter of the assessment of its position. Interests whose uptake is not known are not part of it.',
    de: 'In den angenommenen Texten aufgenommener Anteil der Interessen mit dem Thema Stadtpolitik oder Metropolregionen, berechnet wie der Indikator R3.1: gewichtet nach Priorität (drei, zwei, eins), wobei ein teilweise aufgenommenes Interesse ein halb zählt. Ein Interesse mit beiden Themen zählt einmal. Ein Interesse zählt im Jahr und im Quartal der Bewertung seiner Position. Interessen, deren Berücksichtigung unbekannt ist, gehören nicht dazu.',
  },
  result: 'R2',
  rules: [uptakeOf('cities', 'metropolitanAreas')],
});
