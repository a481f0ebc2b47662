import { Definition } from '../definition.schema.js';

export const o11 = Definition.parse({
  code: 'O1.1',
  version: 1,
  name: {
    fr: 'Respect du rythme des réunions du Forum',
    nl: 'Naleving van het vergaderritme van het Forum',
    en: 'Forum meetings held when due',
    de: 'Einhaltung des Sitzungsrhythmus des Forums',
  },
  definition: {
    fr: 'Part des réunions dues qui ont eu lieu: une réunion ministérielle par année civile, une réunion administrative par trimestre, selon chaque accord signé. Une réunion est due quand sa période est finie; la réunion annuelle compte au quatrième trimestre. Seules comptent les périodes entières depuis le début du suivi. Les obligations à décompte glissant ne font pas partie de cette version.',
    nl: 'Aandeel van de voorgeschreven vergaderingen dat plaatsvond: een ministeriële vergadering per kalenderjaar, een administratieve per kwartaal, volgens elk ondertekend akkoord. Een vergadering moet hebben plaatsgevonden zodra haar periode voorbij is; de jaarlijkse telt mee in het vierde kwartaal. Alleen hele periodes sinds het begin van de opvolging tellen mee. Verplichtingen met een glijdende telling horen niet bij deze versie.',
    en: 'Share of the meetings due that took place: one ministerial meeting per calendar year and one administrative meeting per quarter, under each signed agreement. A meeting is due once its period has ended; the yearly one counts in the fourth quarter. Only whole periods since monitoring began count. Obligations counted on a rolling basis are not part of this version.',
    de: 'Anteil der fälligen Sitzungen, die stattfanden: eine Ministersitzung je Kalenderjahr, eine Verwaltungssitzung je Quartal, nach jedem unterzeichneten Abkommen. Eine Sitzung ist fällig, sobald ihr Zeitraum beendet ist; die jährliche zählt im vierten Quartal. Nur ganze Zeiträume seit Beginn der Beobachtung zählen. Verpflichtungen mit gleitender Zählung gehören nicht zu dieser Fassung.',
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
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true },
    { name: 'tier', from: { of: 'item', field: 'tier' }, codes: 'forumTiers', additive: true },
  ],
  rules: [
    {
      source: 'cooperation',
      root: 'agreements',
      children: [{ resource: 'forumMeetings', foreignKey: 'agreementId' }],
      formula: {
        kind: 'cadence',
        items: 'obligations',
        from: 'signedOn',
        to: 'endedOn',
        acts: { resource: 'forumMeetings', match: 'tier', doneOn: 'heldOn' },
      },
    },
  ],
});
