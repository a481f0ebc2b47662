import { Definition } from '../definition.schema.js';
import { level, theme } from './representation.js';

export const o24 = Definition.parse({
  code: 'O2.4',
  version: 1,
  name: {
    fr: 'Suites de réunion clôturées dans le délai',
    nl: 'Tijdig afgesloten opvolgingsacties',
    en: 'Follow-ups closed on time',
    de: 'Fristgerecht abgeschlossene Folgemaßnahmen',
  },
  definition: {
    fr: 'Part des suites données aux réunions d’instances qui ont été clôturées au plus tard leur dernier jour. Une suite compte dans le trimestre et l’année de ce jour, une fois ce jour passé; une suite encore ouverte ou clôturée plus tard compte comme hors délai.',
    nl: 'Aandeel van de opvolgingsacties na vergaderingen van instanties die uiterlijk op hun laatste dag afgesloten werden. Een actie telt mee in het kwartaal en het jaar van die dag, zodra die dag voorbij is; een actie die nog openstaat of later afgesloten werd, telt als buiten de termijn.',
    en: 'Share of the follow-ups of meetings of bodies that were closed by their last day. A follow-up counts in the quarter and the year of that day, once that day has passed; one that is still open or was closed later counts as not on time.',
    de: 'Anteil der Folgemaßnahmen zu Gremiensitzungen, die spätestens an ihrem letzten Tag abgeschlossen wurden. Eine Maßnahme zählt im Quartal und im Jahr dieses Tages, sobald er vorbei ist; eine noch offene oder später abgeschlossene zählt als nicht fristgerecht.',
  },
  objective: 'O2',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    level,
    // One department does it.
    { name: 'department', from: { of: 'root', field: 'department' }, codes: 'departments', additive: true },
    theme,
  ],
  rules: [
    {
      source: 'representation',
      root: 'followUps',
      children: [],
      formula: { kind: 'timely', dueOn: 'dueOn', doneOn: 'closedOn', late: 'late' },
    },
  ],
});
