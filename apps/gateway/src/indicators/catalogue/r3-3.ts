import { Definition } from '../definition.schema.js';
import { department, level, positions, theme } from './representation.js';

export const r33 = Definition.parse({
  code: 'R3.3',
  version: 1,
  name: {
    fr: 'Consensus belge',
    nl: 'Belgische consensus',
    en: 'Belgian consensus',
    de: 'Belgischer Konsens',
  },
  definition: {
    fr: 'Part des positions soumises à la coordination belge qui y ont obtenu un consensus; sans consensus, la Belgique s’abstient. Le dernier résultat de la coordination compte, dans le trimestre et l’année de son jour, une fois ce jour passé. Les positions retirées ne comptent pas. L’indicateur décrit le contexte: le consensus ne dépend pas de la Région seule.',
    nl: 'Aandeel van de aan de Belgische coördinatie voorgelegde standpunten waarover consensus bereikt werd; zonder consensus onthoudt België zich. Het laatste resultaat van de coördinatie telt, in het kwartaal en het jaar van zijn dag, zodra die dag voorbij is. Ingetrokken standpunten tellen niet mee. De indicator beschrijft de context: consensus hangt niet van het Gewest alleen af.',
    en: 'Share of the positions submitted to Belgian coordination that reached a consensus there; without one, Belgium abstains. The last result of the coordination counts, in the quarter and the year of its day, once that day has passed. Withdrawn positions do not count. The indicator describes the context: a consensus does not depend on the Region alone.',
    de: 'Anteil der in die belgische Abstimmung eingebrachten Positionen, die dort einen Konsens fanden; ohne Konsens enthält sich Belgien. Es zählt das letzte Ergebnis der Abstimmung, im Quartal und im Jahr seines Tages, sobald dieser vorbei ist. Zurückgezogene Positionen zählen nicht. Der Indikator beschreibt den Kontext: Ein Konsens hängt nicht von der Region allein ab.',
  },
  result: 'R3',
  unit: '%',
  decimals: 1,
  direction: 'none',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    level,
    department,
    theme,
    { name: 'forum', from: { of: 'root', field: 'belgianForum' }, codes: ['dge', 'cipe'], additive: true },
  ],
  rules: [
    {
      ...positions,
      where: [...positions.where, { of: 'root', field: 'belgianResult', in: ['consensus', 'noConsensus'] }],
      formula: { kind: 'shareOn', on: 'belgianOn', of: { field: 'belgianResult', in: ['consensus'] } },
    },
  ],
});
