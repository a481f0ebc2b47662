import { Definition } from '../definition.schema.js';
import { level, meetings, seats, theme, titular } from './representation.js';

const common = {
  version: 1,
  result: 'A4',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: false,
};

const ofStatistics = { of: 'root', field: 'departments', in: ['bisa'] };

export const a42 = Definition.parse({
  ...common,
  code: 'A4.2',
  name: {
    fr: 'Sièges statistiques pourvus d’un membre effectif le dernier jour de la période',
    nl: 'Zetels inzake statistiek met een effectief lid op de laatste dag van de periode',
    en: 'Statistics seats with a full member in office on the last day of the period',
    de: 'Sitze der Statistik mit einem effektiven Mitglied am letzten Tag des Zeitraums',
  },
  definition: {
    fr: 'Part des sièges de l’Institut bruxellois de statistique et d’analyse qui ont un membre effectif en fonction le dernier jour de la période; tant que la période court, le dernier jour terminé. Un siège compte si Bruxelles en dispose ce jour-là. Un suppléant ne pourvoit pas le siège, ni un mandat suspendu. Les sièges dont le premier jour n’est pas connu ne comptent pas. L’indicateur A4.2b mesure la présence aux réunions.',
    nl: 'Aandeel van de zetels van het Brussels Instituut voor Statistiek en Analyse met een effectief lid in functie op de laatste dag van de periode; zolang de periode loopt, op de laatste dag die voorbij is. Een zetel telt mee als Brussel hem die dag heeft. Een plaatsvervanger bezet de zetel niet, en een geschorst mandaat evenmin. Zetels waarvan de eerste dag niet bekend is, tellen niet mee. Indicator A4.2b meet de aanwezigheid op vergaderingen.',
    en: 'Share of the seats of the Brussels Institute for Statistics and Analysis with a full member in office on the last day of the period; while the period runs, on the last day that is over. A seat counts if Brussels has it on that day. An alternate does not fill the seat, nor does a suspended mandate. Seats whose first day is not known do not count. Indicator A4.2b measures attendance at meetings.',
    de: 'Anteil der Sitze des Brüsseler Instituts für Statistik und Analyse mit einem amtierenden effektiven Mitglied am letzten Tag des Zeitraums; solange der Zeitraum läuft, am letzten abgeschlossenen Tag. Ein Sitz zählt, wenn Brüssel ihn an diesem Tag hat. Ein stellvertretendes Mitglied besetzt den Sitz nicht, ebenso wenig ein ruhendes Mandat. Sitze, deren erster Tag nicht bekannt ist, zählen nicht. Der Indikator A4.2b misst die Teilnahme an Sitzungen.',
  },
  // The seats of one day: those of two periods are the same seats.
  additiveOverTime: false,
  dimensions: [
    level,
    { name: 'holderKind', from: { of: 'root', field: 'holderKind' }, codes: 'holderKinds', additive: true },
  ],
  rules: [{ ...seats, where: [ofStatistics], formula: { kind: 'standing', ...titular } }],
});

export const a42b = Definition.parse({
  ...common,
  code: 'A4.2b',
  name: {
    fr: 'Présence aux réunions statistiques',
    nl: 'Aanwezigheid op vergaderingen inzake statistiek',
    en: 'Attendance of statistics meetings',
    de: 'Teilnahme an Sitzungen der Statistik',
  },
  definition: {
    fr: 'Part des réunions d’instances relevant de l’Institut bruxellois de statistique et d’analyse auxquelles la Région a assisté elle-même; une représentation par une autre entité n’est pas une présence. Une réunion compte dans l’année et le trimestre de son premier jour, une fois ce jour passé; si la présence n’est pas encore enregistrée, elle compte comme absence. Les réunions annulées ne comptent pas.',
    nl: 'Aandeel van de vergaderingen van instanties onder het Brussels Instituut voor Statistiek en Analyse die het Gewest zelf bijwoonde; vertegenwoordiging door een andere entiteit is geen aanwezigheid. Een vergadering telt mee in het jaar en het kwartaal van haar eerste dag, zodra die dag voorbij is; is de aanwezigheid nog niet geregistreerd, dan telt ze als afwezigheid. Geannuleerde vergaderingen tellen niet mee.',
    en: 'Share of the meetings of bodies in the field of the Brussels Institute for Statistics and Analysis that the Region attended itself; representation by another entity is not attendance. A meeting counts in the year and the quarter of its first day, once that day has passed; if attendance is not recorded yet, it counts as absence. Cancelled meetings do not count.',
    de: 'Anteil der Gremiensitzungen im Bereich des Brüsseler Instituts für Statistik und Analyse, an denen die Region selbst teilnahm; eine Vertretung durch eine andere Stelle ist keine Teilnahme. Eine Sitzung zählt im Jahr und im Quartal ihres ersten Tages, sobald er vorbei ist; ist die Teilnahme noch nicht erfasst, zählt sie als Abwesenheit. Abgesagte Sitzungen zählen nicht.',
  },
  additiveOverTime: true,
  dimensions: [level, theme],
  rules: [
    {
      ...meetings,
      where: [...meetings.where, ofStatistics],
      formula: { kind: 'shareOn', on: 'startsOn', of: { field: 'presence', in: ['attended'] } },
    },
  ],
});
