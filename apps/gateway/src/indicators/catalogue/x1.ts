import { Definition } from '../definition.schema.js';

export const x1 = Definition.parse({
  code: 'X1',
  version: 1,
  name: {
    fr: 'Projets enregistrés en cours',
    nl: 'Lopende geregistreerde projecten',
    en: 'Registered projects under way',
    de: 'Laufende erfasste Projekte',
  },
  definition: {
    fr: 'Nombre de projets enregistrés, quel que soit le rôle des partenaires, importés compris, dont la durée chevauche la période. Un projet sans date de fin compte jusqu’à la période en cours; sans date de début, il ne compte pas. L’état du projet n’intervient pas.',
    nl: 'Aantal geregistreerde projecten, ongeacht de rol van de partners en met inbegrip van geïmporteerde, waarvan de looptijd geheel of gedeeltelijk in de periode valt. Een project zonder einddatum telt mee tot en met de lopende periode; zonder begindatum telt het niet mee. De status speelt geen rol.',
    en: 'Number of registered projects, whatever the role of their partners and including imported ones, whose duration overlaps the period. A project without an end date counts up to the current period; without a start date it does not count. Status plays no part.',
    de: 'Zahl der erfassten Projekte, unabhängig von der Rolle der Partner und einschließlich der importierten, deren Laufzeit sich mit dem Zeitraum überschneidet. Ein Projekt ohne Enddatum zählt bis zum laufenden Zeitraum; ohne Anfangsdatum zählt es nicht. Der Status spielt keine Rolle.',
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
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true },
    // A project has partners in several countries and counts in each of them.
    {
      name: 'country',
      from: { of: 'partners', field: 'country', where: { active: [true] } },
      codes: 'countries',
      additive: false,
    },
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
