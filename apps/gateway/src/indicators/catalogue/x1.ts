import { Definition } from '../definition.schema.js';

export const x1 = Definition.parse({
  code: 'X1',
  version: 1,
  name: {
    fr: 'Projets enregistrés en cours',
    nl: 'Lopende geregistreerde projecten',
    en: 'Registered projects running',
    de: 'Laufende erfasste Projekte',
  },
  definition: {
    fr: 'Nombre de projets enregistrés, quel que soit le rôle des partenaires, importés compris, dont la durée touche la période. Un projet sans date de fin compte jusqu’à la période en cours; sans date de début, il ne compte pas. Le statut n’intervient pas.',
    nl: 'Aantal geregistreerde projecten, ongeacht de rol van de partners en met inbegrip van geïmporteerde, waarvan de looptijd de periode raakt. Een project zonder einddatum telt tot en met de lopende periode; zonder begindatum telt het niet. De status speelt geen rol.',
    en: 'Number of registered projects, whatever the role of their partners and including imported ones, whose duration touches the period. A project without an end date counts up to the current period; without a start date it does not count. Status plays no part.',
    de: 'Zahl der erfassten Projekte, unabhängig von der Rolle der Partner und einschließlich der importierten, deren Laufzeit den Zeitraum berührt. Ein Projekt ohne Enddatum zählt bis zum laufenden Zeitraum; ohne Anfangsdatum zählt es nicht. Der Status spielt keine Rolle.',
  },
  objective: 'O4',
  unit: 'projects',
  decimals: 0,
  direction: 'none',
  periodicity: 'quarter',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [
    { name: 'level', from: { of: 'root', field: 'level' }, additive: true },
    // A project has partners in several countries and counts in each of them.
    { name: 'country', from: { of: 'partners', field: 'country', where: { active: [true] } }, additive: false },
  ],
  rules: [
    {
      source: 'projects',
      root: 'projects',
      children: [{ resource: 'partners', foreignKey: 'projectId' }],
      formula: { kind: 'running', from: 'startsOn', to: 'endsOn' },
    },
  ],
});
