import { Definition } from '../definition.schema.js';
import { department, level, meetings, theme } from './representation.js';

export const r32 = Definition.parse({
  code: 'R3.2',
  version: 1,
  name: {
    fr: 'Couverture de la représentation',
    nl: 'Dekking van de vertegenwoordiging',
    en: 'Representation coverage',
    de: 'Abdeckung der Vertretung',
  },
  definition: {
    fr: 'Part des réunions d’instances où la Région était présente, ou représentée par une autre entité avec son accord. Une réunion compte dans le trimestre et l’année de son premier jour, une fois ce jour passé. Une réunion manquée, une réunion où une autre entité a parlé pour la Région sans accord et une réunion dont la présence n’est pas encore enregistrée comptent comme non couvertes. Les réunions annulées ne comptent pas.',
    nl: 'Aandeel van de vergaderingen van instanties waarop het Gewest aanwezig was, of met zijn akkoord door een andere entiteit vertegenwoordigd. Een vergadering telt mee in het kwartaal en het jaar van haar eerste dag, zodra die dag voorbij is. Een gemiste vergadering, een vergadering waarop een andere entiteit zonder akkoord voor het Gewest sprak en een vergadering waarvan de aanwezigheid nog niet geregistreerd is, tellen als niet gedekt. Geannuleerde vergaderingen tellen niet mee.',
    en: 'Share of the meetings of bodies at which the Region was present, or represented by another entity with its agreement. A meeting counts in the quarter and the year of its first day, once that day has passed. A meeting that was missed, one at which another entity spoke for the Region without agreement and one whose attendance is not recorded yet count as not covered. Cancelled meetings do not count.',
    de: 'Anteil der Gremiensitzungen, an denen die Region teilnahm oder mit ihrem Einverständnis durch eine andere Stelle vertreten war. Eine Sitzung zählt im Quartal und im Jahr ihres ersten Tages, sobald er vorbei ist. Eine versäumte Sitzung, eine, in der eine andere Stelle ohne Einverständnis für die Region sprach, und eine, deren Teilnahme noch nicht erfasst ist, zählen als nicht abgedeckt. Abgesagte Sitzungen zählen nicht.',
  },
  result: 'R3',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, department, theme],
  rules: [
    {
      ...meetings,
      formula: {
        kind: 'shareOn',
        on: 'startsOn',
        of: { field: 'presence', in: ['attended', 'representedByAgreement'] },
      },
    },
  ],
});
