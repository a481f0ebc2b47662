import { Definition } from '../definition.schema.js';
import { activeRoles } from './a2-1.js';

export const r24 = Definition.parse({
  code: 'R2.4',
  version: 1,
  name: {
    fr: 'Villes en coopération active',
    nl: 'Steden in actieve samenwerking',
    en: 'Cities in active cooperation',
    de: 'Städte in aktiver Zusammenarbeit',
  },
  definition: {
    fr: 'Nombre de villes différentes des partenaires actifs des projets auxquels l’organisme prend part et dont la durée chevauche la période, telles que le registre les nomme; une ville compte une fois. Les actions bilatérales s’y ajouteront lorsque le registre les contiendra.',
    nl: 'Aantal verschillende steden van de actieve partners van projecten waaraan de instelling deelneemt en waarvan de looptijd geheel of gedeeltelijk in de periode valt, zoals het register ze noemt; een stad telt één keer mee. Bilaterale acties komen erbij zodra het register ze bijhoudt.',
    en: 'Number of different cities of active partners of projects in which the agency takes part and whose duration overlaps the period, as the register names them; a city counts once. Bilateral actions will be added once the register contains them.',
    de: 'Zahl der verschiedenen Städte der aktiven Partner von Projekten mit Beteiligung der Einrichtung, deren Laufzeit sich mit dem Zeitraum überschneidet, wie das Register sie nennt; eine Stadt zählt einmal. Bilaterale Maßnahmen kommen hinzu, sobald das Register sie führt.',
  },
  result: 'R2',
  unit: 'cities',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: [
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
        counts: { of: 'partners', field: 'city', where: { active: [true] } },
      },
    },
  ],
});
