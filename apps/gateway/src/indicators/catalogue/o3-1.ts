import { Definition } from '../definition.schema.js';

export const o31 = Definition.parse({
  code: 'O3.1',
  version: 1,
  name: {
    fr: 'Part des activités avec un rôle actif',
    nl: 'Aandeel activiteiten met een actieve rol',
    en: 'Role ratio',
    de: 'Anteil der Aktivitäten mit aktiver Rolle',
  },
  definition: {
    fr: 'Part des activités de réseau qui touchent la période où l’agence a pris la parole, présidé, accueilli ou coécrit, plutôt que seulement assisté. Les activités retirées du registre ne comptent pas.',
    nl: 'Aandeel van de netwerkactiviteiten in de periode waarbij het agentschap sprak, voorzat, gastheer was of meeschreef, en niet alleen aanwezig was. Activiteiten die uit het register zijn teruggetrokken, tellen niet.',
    en: 'Share of the network activities touching the period in which the agency spoke, chaired, hosted or co-authored, rather than only attended. Activities withdrawn from the register do not count.',
    de: 'Anteil der Netzwerkaktivitäten im Zeitraum, bei denen die Agentur sprach, leitete, Gastgeber oder Mitautor war, statt nur teilzunehmen. Aus dem Register zurückgezogene Aktivitäten zählen nicht.',
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
    { name: 'level', from: { of: 'root', field: 'level' }, additive: true },
    { name: 'kind', from: { of: 'root', field: 'kind' }, additive: true },
    { name: 'part', from: { of: 'root', field: 'part' }, additive: true },
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
