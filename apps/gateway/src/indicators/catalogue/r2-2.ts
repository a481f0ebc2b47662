import { Definition } from '../definition.schema.js';
import { department, level, positions, theme } from './representation.js';

export const r22 = Definition.parse({
  code: 'R2.2',
  version: 1,
  name: {
    fr: 'Positions publiées et cosignées par au moins trois villes ou régions',
    nl: 'Gepubliceerde standpunten die minstens drie steden of regio’s mee ondertekenden',
    en: 'Published positions co-signed by at least three cities or regions',
    de: 'Veröffentlichte, von mindestens drei Städten oder Regionen mitunterzeichnete Positionen',
  },
  definition: {
    fr: 'Nombre de positions publiées de la Région que cosignent au moins trois villes ou régions. Les réseaux et les autres cosignataires ne comptent pas parmi les trois. Une position compte dans l’année et le trimestre de sa publication. Les positions retirées ne comptent pas.',
    nl: 'Aantal gepubliceerde standpunten van het Gewest die minstens drie steden of regio’s mee ondertekenden. Netwerken en andere medeondertekenaars tellen niet mee bij die drie. Een standpunt telt mee in het jaar en het kwartaal van zijn publicatie. Ingetrokken standpunten tellen niet mee.',
    en: 'Number of published positions of the Region that at least three cities or regions co-signed. Networks and other co-signers are not counted among the three. A position counts in the year and the quarter of its publication. Withdrawn positions do not count.',
    de: 'Zahl der veröffentlichten Positionen der Region, die mindestens drei Städte oder Regionen mitunterzeichneten. Netzwerke und andere Mitunterzeichner zählen nicht zu diesen drei. Eine Position zählt im Jahr und im Quartal ihrer Veröffentlichung. Zurückgezogene Positionen zählen nicht.',
  },
  result: 'R2',
  unit: 'statements',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, department, theme],
  rules: [
    {
      ...positions,
      formula: {
        kind: 'countOn',
        on: 'publishedOn',
        items: 'coSigners',
        among: { field: 'kind', in: ['city', 'region'] },
        atLeast: 3,
      },
    },
  ],
});
