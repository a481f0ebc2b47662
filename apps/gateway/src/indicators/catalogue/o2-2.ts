import { Definition } from '../definition.schema.js';
import { department, level, meetings, theme } from './representation.js';

export const o22 = Definition.parse({
  code: 'O2.2',
  version: 1,
  name: {
    fr: 'Rapports de réunion remis dans le délai',
    nl: 'Vergaderverslagen binnen de termijn',
    en: 'Meeting reports on time',
    de: 'Sitzungsberichte innerhalb der Frist',
  },
  definition: {
    fr: 'Part des réunions d’instances avec rapport attendu dont le rapport a été envoyé au plus tard le dernier jour du délai, qui se compte en jours ouvrables selon la règle de l’instance. Une réunion compte dans le trimestre et l’année de ce dernier jour, une fois ce jour passé. Un rapport tardif ou absent compte comme hors délai. Les réunions sans rapport attendu et les réunions annulées ne comptent pas.',
    nl: 'Aandeel van de vergaderingen van instanties waarvan een verslag verwacht wordt en waarvan het verslag uiterlijk op de laatste dag van de termijn verstuurd werd; die termijn wordt in werkdagen geteld volgens de regel van de instantie. Een vergadering telt mee in het kwartaal en het jaar van die laatste dag, zodra die dag voorbij is. Een laattijdig of ontbrekend verslag telt als buiten de termijn. Vergaderingen waarvan geen verslag verwacht wordt en geannuleerde vergaderingen tellen niet mee.',
    en: 'Share of the meetings of bodies with a report due whose report was sent by the last day for it, which is counted in working days by the rule of the body. A meeting counts in the quarter and the year of that last day, once that day has passed. A report that is late or missing counts as not on time. Meetings without a report due and cancelled meetings do not count.',
    de: 'Anteil der Gremiensitzungen mit fälligem Bericht, deren Bericht spätestens am letzten Tag der Frist versandt wurde; die Frist wird nach der Regel des Gremiums in Arbeitstagen gezählt. Eine Sitzung zählt im Quartal und im Jahr dieses letzten Tages, sobald er vorbei ist. Ein verspäteter oder fehlender Bericht zählt als nicht fristgerecht. Sitzungen ohne fälligen Bericht und abgesagte Sitzungen zählen nicht.',
  },
  objective: 'O2',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, department, theme],
  rules: [{ ...meetings, formula: { kind: 'timely', dueOn: 'reportDueOn', doneOn: 'reportedOn', late: 'reportLate' } }],
});
