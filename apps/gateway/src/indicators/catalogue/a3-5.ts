import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { activitiesWith, activityKind, objective, onDay } from './showing.js';

const given = activitiesWith('spoke', 'chaired');

export const a35 = Definition.parse({
  code: 'A3.5',
  version: 1,
  name: {
    fr: 'Contributions sur invitation',
    nl: 'Bijdragen op uitnodiging',
    en: 'Invited contributions',
    de: 'Beiträge auf Einladung',
  },
  definition: {
    fr: 'Nombre d’activités où l’organisme a pris la parole ou présidé à l’initiative d’un tiers. Une activité compte dans l’année et le trimestre de son premier jour. Celles dont l’initiative n’est pas enregistrée ne comptent pas, ni les séances d’information pour les collègues, ni les activités retirées du registre.',
    nl: 'Aantal activiteiten waarop de instelling sprak of voorzat op initiatief van een derde. Een activiteit telt mee in het jaar en het kwartaal van haar eerste dag. Activiteiten waarvan het initiatief niet geregistreerd is, tellen niet mee, evenmin als briefings voor collega’s en activiteiten die uit het register zijn teruggetrokken.',
    en: 'Number of activities at which the agency spoke or chaired on the initiative of a third party. An activity counts in the year and the quarter of its first day. Those whose initiative is not registered do not count, nor do briefings of colleagues or activities withdrawn from the register.',
    de: 'Zahl der Aktivitäten, bei denen die Einrichtung auf Initiative Dritter sprach oder den Vorsitz führte. Eine Aktivität zählt im Jahr und im Quartal ihres ersten Tages. Aktivitäten ohne erfasste Initiative zählen nicht, ebenso wenig Unterrichtungen für Kolleginnen und Kollegen und aus dem Register zurückgezogene Aktivitäten.',
  },
  result: 'A3',
  unit: 'contributions',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    activityKind,
    { name: 'part', from: { of: 'root', field: 'part' }, codes: 'activityParts', additive: true },
    level,
    objective,
    department,
    theme,
  ],
  rules: [
    {
      ...given,
      where: [...given.where, { of: 'root', field: 'initiator', in: ['external'] }],
      formula: onDay('startsOn'),
    },
  ],
});
