import { Definition } from '../definition.schema.js';
import { byHolder } from './offices.js';
import { department, level } from './representation.js';

export const o33 = Definition.parse({
  code: 'O3.3',
  version: 1,
  name: {
    fr: 'Affiliations évaluées avant l’échéance du préavis',
    nl: 'Lidmaatschappen beoordeeld vóór de opzegtermijn verstrijkt',
    en: 'Memberships reviewed before the deadline of the notice',
    de: 'Vor Ablauf der Kündigungsfrist geprüfte Mitgliedschaften',
  },
  definition: {
    fr: 'Part des années d’affiliation à un réseau avec une échéance de préavis dont la valeur a été évaluée au plus tard à cette échéance. Une année d’affiliation compte dans le trimestre et l’année de l’échéance, une fois ce jour passé; sans évaluation, ou évaluée plus tard, elle compte comme hors délai. Les années sans échéance connue ne comptent pas, parce que le terme ou le préavis de l’affiliation n’est pas connu ou qu’aucun terme n’y tombe. Les années retirées du registre n’en font plus partie.',
    nl: 'Aandeel van de lidmaatschapsjaren bij een netwerk met een uiterste dag voor de opzegging waarvan de waarde uiterlijk op die dag beoordeeld werd. Een lidmaatschapsjaar telt mee in het kwartaal en het jaar van die dag, zodra die dag voorbij is; zonder beoordeling, of later beoordeeld, telt het als te laat. Jaren zonder bekende uiterste dag tellen niet mee, omdat het einde of de opzegtermijn van het lidmaatschap niet bekend is of er geen einde in valt. Jaren die uit het register zijn teruggetrokken, horen er niet meer bij.',
    en: 'Share of the membership years of networks with a deadline for the notice whose value was reviewed by that deadline. A membership year counts in the quarter and the year of the deadline, once that day has passed; without a review, or reviewed later, it counts as not on time. Years without a known deadline do not count, because the term or the notice period of the membership is not known or no term ends in them. Years taken back from the register are no longer part of it.',
    de: 'Anteil der Mitgliedschaftsjahre in Netzwerken mit einem letzten Tag für die Kündigung, deren Wert spätestens an diesem Tag geprüft wurde. Ein Mitgliedschaftsjahr zählt im Quartal und im Jahr dieses Tages, sobald er vorbei ist; ohne Prüfung oder später geprüft zählt es als nicht fristgerecht. Jahre ohne bekannten letzten Tag zählen nicht, weil das Ende oder die Kündigungsfrist der Mitgliedschaft nicht bekannt ist oder kein Ende in sie fällt. Aus dem Register zurückgenommene Jahre gehören nicht mehr dazu.',
  },
  objective: 'O3',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, department, byHolder],
  rules: [
    {
      source: 'networks',
      root: 'membershipYears',
      children: [],
      // Where a notice has a deadline, the review is late after it.
      formula: { kind: 'timely', dueOn: 'noticeBy', doneOn: 'reviewedOn', late: 'reviewLate' },
    },
  ],
});
