import { Definition } from '../definition.schema.js';
import { department, level, positions, theme } from './representation.js';

export const r34 = Definition.parse({
  code: 'R3.4',
  version: 1,
  name: {
    fr: 'Positions validées à temps',
    nl: 'Tijdig gevalideerde standpunten',
    en: 'Timely positions',
    de: 'Rechtzeitig freigegebene Positionen',
  },
  definition: {
    fr: 'Part des positions préparées pour une réunion d’instance qui ont été validées au plus tard leur dernier jour, fixé en jours ouvrables avant la réunion selon la règle de l’instance. Une position compte dans le trimestre et l’année du premier jour de la réunion, une fois ce jour passé. Une position validée plus tard ou pas encore validée compte comme tardive. Les positions sans réunion et les positions retirées ne comptent pas.',
    nl: 'Aandeel van de standpunten voor een vergadering van een instantie die uiterlijk op hun laatste dag gevalideerd werden; die dag ligt volgens de regel van de instantie een aantal werkdagen voor de vergadering. Een standpunt telt mee in het kwartaal en het jaar van de eerste dag van de vergadering, zodra die dag voorbij is. Een later of nog niet gevalideerd standpunt telt als laattijdig. Standpunten zonder vergadering en ingetrokken standpunten tellen niet mee.',
    en: 'Share of the positions prepared for a meeting of a body that were validated by their last day, which the rule of the body sets at a number of working days before the meeting. A position counts in the quarter and the year of the first day of the meeting, once that day has passed. A position validated later or not validated yet counts as late. Positions without a meeting and withdrawn positions do not count.',
    de: 'Anteil der für eine Gremiensitzung vorbereiteten Positionen, die spätestens an ihrem letzten Tag freigegeben wurden; dieser liegt nach der Regel des Gremiums eine Zahl von Arbeitstagen vor der Sitzung. Eine Position zählt im Quartal und im Jahr des ersten Sitzungstages, sobald er vorbei ist. Eine später oder noch nicht freigegebene Position zählt als verspätet. Positionen ohne Sitzung und zurückgezogene Positionen zählen nicht.',
  },
  result: 'R3',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    level,
    department,
    theme,
    { name: 'coordination', from: { of: 'root', field: 'coordination' }, codes: 'coordinationLevels', additive: true },
  ],
  rules: [{ ...positions, formula: { kind: 'shareOn', on: 'meetingOn', of: { field: 'timely', in: [true] } } }],
});
