import { Definition } from '../definition.schema.js';

/** Every state of a consultation except `withdrawn`: a withdrawn one asks for no opinion. */
export const standing = [
  'notified',
  'acknowledged',
  'entered',
  'declined',
  'noReply',
  'timeframeAgreed',
  'opinionReceived',
  'lapsed',
  'answered',
  'decided',
  'closed',
];

export const o12 = Definition.parse({
  code: 'O1.2',
  version: 1,
  name: {
    fr: 'Avis rendus dans le délai convenu',
    nl: 'Adviezen binnen de overeengekomen termijn',
    en: 'Opinions within the agreed time-frame',
    de: 'Stellungnahmen innerhalb der vereinbarten Frist',
  },
  definition: {
    fr: 'Part des consultations, dans les deux sens, dont l’avis est arrivé dans le délai convenu. Une consultation compte dans le trimestre et l’année du dernier jour de son délai, une fois ce jour passé; une prolongation déplace ce jour. Un avis tardif ou absent compte comme hors délai. Les consultations sans délai convenu et celles qui ont été retirées ne comptent pas.',
    nl: 'Aandeel van de raadplegingen, in beide richtingen, waarvan het advies binnen de overeengekomen termijn aankwam. Een raadpleging telt mee in het kwartaal en het jaar van de laatste dag van haar termijn, zodra die dag voorbij is; een verlenging verschuift die dag. Een laattijdig of ontbrekend advies telt als buiten de termijn. Raadplegingen zonder overeengekomen termijn en ingetrokken raadplegingen tellen niet mee.',
    en: 'Share of the consultations, in both directions, whose opinion arrived within the agreed time-frame. A consultation counts in the quarter and the year of the last day of its time-frame, once that day has passed; an extension moves that day. An opinion that is late or missing counts as out of time. Consultations without an agreed time-frame and withdrawn ones do not count.',
    de: 'Anteil der Konsultationen, in beide Richtungen, deren Stellungnahme innerhalb der vereinbarten Frist einging. Eine Konsultation zählt im Quartal und im Jahr des letzten Tages ihrer Frist, sobald dieser Tag vorbei ist; eine Verlängerung verschiebt diesen Tag. Eine verspätete oder fehlende Stellungnahme zählt als nicht fristgerecht. Konsultationen ohne vereinbarte Frist und zurückgezogene zählen nicht.',
  },
  objective: 'O1',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    { name: 'direction', from: { of: 'root', field: 'direction' }, codes: ['outgoing', 'incoming'], additive: true },
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true },
    { name: 'affectedParty', from: { of: 'root', field: 'affectedParty' }, codes: 'parties', additive: true },
  ],
  rules: [
    {
      source: 'cooperation',
      root: 'consultations',
      children: [],
      where: [{ of: 'root', field: 'status', in: standing }],
      formula: { kind: 'timely', dueOn: 'dueOn', doneOn: 'opinionOn', late: 'opinionLate' },
    },
  ],
});
