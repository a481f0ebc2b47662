import { Definition } from '../definition.schema.js';

const common = {
  code: 'O3.1',
  name: {
    fr: 'Part des activités avec un rôle actif',
    nl: 'Aandeel activiteiten met een actieve rol',
    en: 'Share of activities with an active role',
    de: 'Anteil der Aktivitäten mit aktiver Rolle',
  },
  objective: 'O3',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: false,
};

const level = { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true };
const part = { name: 'part', from: { of: 'root', field: 'part' }, codes: 'activityParts', additive: true };
const byKind = { name: 'kind', from: { of: 'root', field: 'kind' }, additive: true };

const recorded = { of: 'root', field: 'status', in: ['recorded'] };
const activities = { source: 'networks', root: 'activities', children: [] };
const activeShare = {
  kind: 'share',
  from: 'startsOn',
  to: 'endsOn',
  of: { field: 'part', in: ['spoke', 'chaired', 'hosted', 'coAuthored'] },
};

/** Replaced by the second version; its quoted figures stay readable. */
export const o31First = Definition.parse({
  ...common,
  version: 1,
  definition: {
    fr: 'Parmi les activités de réseau qui chevauchent la période, part de celles où l’organisme a pris la parole, présidé, accueilli ou coécrit, au lieu d’assister seulement. Les activités retirées du registre ne comptent pas.',
    nl: 'Aandeel van de netwerkactiviteiten in de periode waarbij de instelling sprak, voorzat, gastheer was of meeschreef, en niet alleen aanwezig was. Activiteiten die uit het register zijn teruggetrokken, tellen niet mee.',
    en: 'Among the network activities that overlap the period, the share in which the agency spoke, chaired, hosted or co-authored rather than only attended. Activities withdrawn from the register do not count.',
    de: 'Anteil der Netzwerkaktivitäten im Zeitraum, bei denen die Einrichtung sprach, leitete, Gastgeber oder Mitautor war, statt nur teilzunehmen. Aus dem Register zurückgezogene Aktivitäten zählen nicht.',
  },
  dimensions: [level, { ...byKind, codes: 'activityKinds' }, part],
  rules: [{ ...activities, where: [recorded], formula: activeShare }],
});

/** Every kind of activity but `briefing`, which is for colleagues. */
export const external = [
  ...['conference', 'workingGroupMeeting', 'studyVisit', 'webinar'],
  ...['peerReview', 'surveyReply', 'positionPaper'],
];

export const o31 = Definition.parse({
  ...common,
  version: 2,
  definition: {
    fr: 'Parmi les activités de réseau qui chevauchent la période, part de celles où l’organisme a pris la parole, présidé, accueilli ou coécrit, au lieu d’assister seulement. Les séances d’information internes ne comptent pas: l’organisme y parle à ses propres collègues, et elles feraient monter la part sans aucune présence dans un réseau; la première version les comptait. Les activités retirées du registre ne comptent pas.',
    nl: 'Aandeel van de netwerkactiviteiten in de periode waarbij de instelling sprak, voorzat, gastheer was of meeschreef, en niet alleen aanwezig was. Interne infosessies tellen niet mee: daar spreekt de instelling tot haar eigen collega’s, en ze zouden het aandeel doen stijgen zonder enige aanwezigheid in een netwerk; de eerste versie telde ze mee. Activiteiten die uit het register zijn teruggetrokken, tellen niet mee.',
    en: 'Among the network activities that overlap the period, the share in which the agency spoke, chaired, hosted or co-authored rather than only attended. Internal briefings do not count: there the agency speaks to its own colleagues, and they would raise the share without any presence in a network; the first version counted them. Activities withdrawn from the register do not count.',
    de: 'Anteil der Netzwerkaktivitäten im Zeitraum, bei denen die Einrichtung sprach, leitete, Gastgeber oder Mitautor war, statt nur teilzunehmen. Interne Informationstermine zählen nicht: Dort spricht die Einrichtung zu den eigenen Kolleginnen und Kollegen, und sie ließen den Anteil steigen, ohne dass sie in einem Netzwerk präsent wäre; die erste Fassung zählte sie mit. Aus dem Register zurückgezogene Aktivitäten zählen nicht.',
  },
  dimensions: [level, { ...byKind, codes: external }, part],
  rules: [{ ...activities, where: [recorded, { of: 'root', field: 'kind', in: external }], formula: activeShare }],
});
