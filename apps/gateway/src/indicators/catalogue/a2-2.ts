import { Definition } from '../definition.schema.js';
import { department, level, meetings, theme } from './representation.js';

/** Every state of a visit except `cancelled`: a cancelled one owes no report. */
export const due = ['planned', 'authorised', 'made', 'reported'];

const inTime = { kind: 'timely', dueOn: 'reportDueOn', doneOn: 'reportedOn', late: 'reportLate' };

export const a22 = Definition.parse({
  code: 'A2.2',
  version: 1,
  name: {
    fr: 'Rapports de réunion et de mission remis dans le délai',
    nl: 'Vergader- en zendingsverslagen binnen de termijn',
    en: 'Reports of meetings and missions on time',
    de: 'Fristgerechte Berichte über Sitzungen und Dienstreisen',
  },
  definition: {
    fr: 'Part des réunions d’instances, des missions et des délégations reçues avec rapport attendu dont le rapport a été remis au plus tard le dernier jour du délai, compté en jours ouvrables: selon la règle de l’instance pour une réunion, dix jours après le dernier jour pour une mission ou une délégation. Chacune compte dans le trimestre et l’année de ce dernier jour, une fois ce jour passé. Un rapport tardif ou absent compte comme hors délai. Celles sans rapport attendu et celles annulées ne comptent pas. L’indicateur O2.2 ne porte que sur les réunions.',
    nl: 'Aandeel van de vergaderingen van instanties, de zendingen en de ontvangen delegaties waarvan een verslag verwacht wordt en waarvan het verslag er uiterlijk op de laatste dag van de termijn was, geteld in werkdagen: volgens de regel van de instantie voor een vergadering, tien dagen na de laatste dag voor een zending of een delegatie. Elk telt mee in het kwartaal en het jaar van die laatste dag, zodra die dag voorbij is. Een laattijdig of ontbrekend verslag telt als buiten de termijn. Die waarvan geen verslag verwacht wordt en die geannuleerd werden, tellen niet mee. Indicator O2.2 gaat alleen over vergaderingen.',
    en: 'Share of the meetings of bodies, the missions and the delegations received with a report due whose report was given by the last day for it, counted in working days: by the rule of the body for a meeting, ten days after the last day for a mission or a delegation. Each counts in the quarter and the year of that last day, once that day has passed. A report that is late or missing counts as not on time. Those without a report due and those that were cancelled do not count. Indicator O2.2 is about meetings only.',
    de: 'Anteil der Gremiensitzungen, Dienstreisen und empfangenen Delegationen mit fälligem Bericht, deren Bericht spätestens am letzten Tag der Frist vorlag, gezählt in Arbeitstagen: nach der Regel des Gremiums bei einer Sitzung, zehn Tage nach dem letzten Tag bei einer Dienstreise oder Delegation. Jede zählt im Quartal und im Jahr dieses letzten Tages, sobald er vorbei ist. Ein verspäteter oder fehlender Bericht zählt als nicht fristgerecht. Solche ohne fälligen Bericht und abgesagte zählen nicht. Der Indikator O2.2 betrifft nur Sitzungen.',
  },
  result: 'A2',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, department, theme],
  rules: [
    { ...meetings, formula: inTime },
    {
      source: 'networks',
      root: 'visits',
      children: [],
      where: [{ of: 'root', field: 'status', in: due }],
      formula: inTime,
    },
  ],
});
