import { Definition } from '../definition.schema.js';
import { standing } from './o1-2.js';

export const o13 = Definition.parse({
  code: 'O1.3',
  version: 1,
  name: {
    fr: 'Consultations restées sans réponse ou sans avis',
    nl: 'Raadplegingen zonder antwoord of advies',
    en: 'Consultations left without a reply or an opinion',
    de: 'Konsultationen ohne Antwort oder Stellungnahme',
  },
  definition: {
    fr: 'Part des consultations ouvertes durant la période auxquelles personne n’a répondu, ou dont le délai convenu a expiré sans avis, selon la situation actuelle: une réponse tardive ou un avis tardif fait sortir la consultation du compte. Une consultation compte dans le trimestre et l’année de son ouverture. Celles qui ont été retirées ne comptent pas.',
    nl: 'Aandeel van de in de periode geopende raadplegingen waarop niemand antwoordde, of waarvan de overeengekomen termijn zonder advies verstreek, zoals het nu staat: door een laattijdig antwoord of advies hoort de raadpleging er niet meer bij. Een raadpleging telt mee in het kwartaal en het jaar waarin ze geopend werd. Ingetrokken raadplegingen tellen niet mee.',
    en: 'Share of the consultations opened in the period to which nobody replied, or whose agreed time-frame lapsed without an opinion, as it stands now: a late reply or a late opinion removes the consultation from the count. A consultation counts in the quarter and the year in which it was opened. Withdrawn ones do not count.',
    de: 'Anteil der im Zeitraum eröffneten Konsultationen, auf die niemand antwortete oder deren vereinbarte Frist ohne Stellungnahme verstrich, nach heutigem Stand: Eine verspätete Antwort oder Stellungnahme nimmt die Konsultation wieder heraus. Eine Konsultation zählt im Quartal und im Jahr ihrer Eröffnung. Zurückgezogene zählen nicht.',
  },
  objective: 'O1',
  unit: '%',
  decimals: 1,
  direction: 'down',
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
      // An interval of one day falls in one quarter and one year.
      formula: { kind: 'share', from: 'openedOn', to: 'openedOn', of: { field: 'unanswered', in: [true] } },
    },
  ],
});
