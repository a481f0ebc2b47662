import { Definition } from '../definition.schema.js';

export const o31 = Definition.parse({
  code: 'O3.1',
  version: 1,
  name: {
    fr: 'Part des activités avec un rôle actif',
    nl: 'Aandeel activiteiten met een actieve rol',
    en: 'Share of activities with an active role',
    de: 'Anteil der Aktivitäten mit aktiver Rolle',
  },
  definition: {
    fr: 'Parmi les activités de réseau qui chevauchent la période, part de celles où l’organisme a pris la parole, présidé, accueilli ou coécrit, au lieu d’assister seulement. Les activités retirées du registre ne comptent pas.',
    nl: 'Aandeel van de netwerkactiviteiten in de periode waarbij de instelling sprak, voorzat, gastheer was of meeschreef, en niet alleen aanwezig was. Activiteiten die uit het register zijn teruggetrokken, tellen niet mee.',
    en: 'Among the network activities that overlap the period, the share in which the agency spoke, chaired, hosted or co-authored rather than only attended. Activities withdrawn from the register do not count.',
    de: 'Anteil der Netzwerkaktivitäten im Zeitraum, bei denen die Einrichtung sprach, leitete, Gastgeber oder Mitautor war, statt nur teilzunehmen. Aus dem Register zurückgezogene Aktivitäten zählen nicht.',
  },
  objective: 'O3',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true },
    { name: 'kind', from: { of: 'root', field: 'kind' }, codes: 'activityKinds', additive: true },
    { name: 'part', from: { of: 'root', field: 'part' }, codes: 'activityParts', additive: true },
  ],
  rules: [
    {
      source: 'networks',
      root: 'activities',
      children: [],
      where: [{ of: 'root', field: 'status', in: ['recorded'] }],
      formula: {
        kind: 'share',
        from: 'startsOn',
        to: 'endsOn',
        of: { field: 'part', in: ['spoke', 'chaired', 'hosted', 'coAuthored'] },
      },
    },
  ],
});
