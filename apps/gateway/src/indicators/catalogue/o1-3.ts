import { Definition } from '../definition.schema.js';
import { standing } from './o1-2.js';

export const o13 = Definition.parse({
  code: 'O1.3',
  version: 1,
  name: {
    fr: 'Notifications restées sans réponse',
    nl: 'Onbeantwoorde kennisgevingen',
    en: 'Unanswered notices',
    de: 'Unbeantwortete Notifizierungen',
  },
  definition: {
    fr: 'Part des consultations ouvertes durant la période auxquelles personne n’a répondu, ou dont le délai convenu a expiré sans avis, dans l’état actuel: une réponse tardive ou un avis tardif retire la consultation de ce nombre. Une consultation compte dans le trimestre et l’année de son ouverture. Celles qui ont été retirées ne comptent pas.',
    nl: 'Aandeel van de in de periode geopende raadplegingen waarop niemand antwoordde, of waarvan de afgesproken termijn zonder advies verstreek, zoals het nu staat: door een laattijdig antwoord of advies hoort de raadpleging er niet meer bij. Een raadpleging telt in het kwartaal en het jaar waarin ze geopend werd. Ingetrokken raadplegingen tellen niet.',
    en: 'Share of the consultations opened in the period to which nobody replied, or whose agreed time-frame lapsed without an opinion, as it stands now: a late reply or a late opinion takes the consultation out again. A consultation counts in the quarter and the year in which it was opened. Withdrawn ones do not count.',
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
    { name: 'direction', from: { of: 'root', field: 'direction' }, additive: true },
    { name: 'level', from: { of: 'root', field: 'level' }, additive: true },
    { name: 'affectedParty', from: { of: 'root', field: 'affectedParty' }, additive: true },
  ],
  rules: [
    {
      source: 'cooperation',
      root: 'consultations',
      children: [],
      where: [{ of: 'root', field: 'status', in: standing }],
      // An interval of one day lies in one quarter and one year.
      formula: { kind: 'share', from: 'openedOn', to: 'openedOn', of: { field: 'unanswered', in: [true] } },
    },
  ],
});
