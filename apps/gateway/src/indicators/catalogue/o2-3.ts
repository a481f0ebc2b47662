import { Definition } from '../definition.schema.js';
import { department, level, maintained, meetings, theme } from './representation.js';

export const o23 = Definition.parse({
  code: 'O2.3',
  version: 1,
  name: {
    fr: 'Réunions décisionnelles avec position',
    nl: 'Beslissende vergaderingen met een standpunt',
    en: 'Decision meetings with a position',
    de: 'Beschlusssitzungen mit Position',
  },
  definition: {
    fr: 'Part des réunions d’instances dont l’ordre du jour comporte une décision et pour lesquelles au moins une position de la Région était validée au plus tard le premier jour de la réunion. Une réunion compte dans le trimestre et l’année de ce jour, une fois ce jour passé. Les positions retirées ne comptent pas, ni les réunions annulées.',
    nl: 'Aandeel van de vergaderingen van instanties met een beslissing op de agenda waarvoor minstens één standpunt van het Gewest gevalideerd was, uiterlijk op de eerste dag van de vergadering. Een vergadering telt mee in het kwartaal en het jaar van die dag, zodra die dag voorbij is. Ingetrokken standpunten en geannuleerde vergaderingen tellen niet mee.',
    en: 'Share of the meetings of bodies with a decision on their agenda for which at least one position of the Region was validated by the first day of the meeting. A meeting counts in the quarter and the year of that day, once that day has passed. Withdrawn positions and cancelled meetings do not count.',
    de: 'Anteil der Gremiensitzungen mit einem Beschluss auf der Tagesordnung, für die spätestens am ersten Sitzungstag mindestens eine Position der Region freigegeben war. Eine Sitzung zählt im Quartal und im Jahr dieses Tages, sobald er vorbei ist. Zurückgezogene Positionen und abgesagte Sitzungen zählen nicht.',
  },
  objective: 'O2',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, department, theme],
  rules: [
    {
      ...meetings,
      children: [{ resource: 'positions', foreignKey: 'bodyMeetingId' }],
      formula: {
        kind: 'shareOn',
        on: 'startsOn',
        among: { items: 'agenda', field: 'kind', in: ['decision'] },
        of: { resource: 'positions', where: { status: maintained }, doneOn: 'validatedOn' },
      },
    },
  ],
});
