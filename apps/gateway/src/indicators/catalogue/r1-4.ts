import { Definition } from '../definition.schema.js';
import { activeRoles } from './a2-1.js';

export const r14 = Definition.parse({
  code: 'R1.4',
  version: 1,
  name: {
    fr: 'Portée géographique',
    nl: 'Geografische reikwijdte',
    en: 'Geographic breadth',
    de: 'Geografische Reichweite',
  },
  definition: {
    fr: 'Nombre de pays différents, Belgique comprise, des partenaires actifs des projets auxquels l’organisme prend part et des publics des activités de réseau, quand le projet ou l’activité chevauche la période. Un pays compte une fois, quel que soit le nombre de ses partenaires. La concentration entre pays ne fait pas partie de cette version.',
    nl: 'Aantal verschillende landen, België inbegrepen, van de actieve partners van projecten waaraan de instelling deelneemt en van het publiek van netwerkactiviteiten, wanneer het project of de activiteit geheel of gedeeltelijk in de periode valt. Een land telt één keer mee, hoeveel partners het ook heeft. De concentratie over landen hoort niet bij deze versie.',
    en: 'Number of different countries, Belgium included, of active partners of projects in which the agency takes part and of the audiences of network activities, where the project or activity overlaps the period. A country counts once, however many partners it has. Concentration between countries is not part of this version.',
    de: 'Zahl der verschiedenen Länder, Belgien eingeschlossen, der aktiven Partner von Projekten mit Beteiligung der Einrichtung und des Publikums von Netzwerkaktivitäten, wenn sich Projekt oder Aktivität mit dem Zeitraum überschneiden. Ein Land zählt einmal, gleich wie viele Partner es hat. Die Konzentration zwischen Ländern gehört nicht zu dieser Fassung.',
  },
  result: 'R1',
  unit: 'countries',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: [
    // The same country may occur at several levels.
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: false },
    { name: 'objective', from: { of: 'root', field: 'objective' }, codes: 'objectives', additive: false },
  ],
  rules: [
    {
      source: 'projects',
      root: 'projects',
      children: [{ resource: 'partners', foreignKey: 'projectId' }],
      where: [{ of: 'root', field: 'role', in: activeRoles }],
      formula: {
        kind: 'running',
        from: 'startsOn',
        to: 'endsOn',
        counts: { of: 'partners', field: 'country', where: { active: [true] } },
      },
    },
    {
      source: 'networks',
      root: 'activities',
      children: [],
      where: [{ of: 'root', field: 'status', in: ['recorded'] }],
      formula: { kind: 'running', from: 'startsOn', to: 'endsOn', counts: { of: 'root', field: 'countries' } },
    },
  ],
});
