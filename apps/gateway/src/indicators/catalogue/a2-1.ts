import { Definition } from '../definition.schema.js';

/** The roles in which the agency works on the project itself; an associated partner does not. */
export const activeRoles = ['lead', 'partner', 'stakeholder'];

export const a21 = Definition.parse({
  code: 'A2.1',
  version: 1,
  name: {
    fr: 'Études et projets européens et internationaux avec participation active',
    nl: 'Europese en internationale studies en projecten met actieve deelname',
    en: 'European and international studies and projects with active participation',
    de: 'Europäische und internationale Studien und Projekte mit aktiver Beteiligung',
  },
  definition: {
    fr: 'Nombre de projets auxquels l’organisme prend part comme chef de file, partenaire ou partie prenante et dont la durée chevauche la période. Une analyse ciblée ESPON compte par le rôle de partie prenante. Un projet sans date de fin compte jusqu’à la période en cours.',
    nl: 'Aantal projecten waaraan de instelling deelneemt als leadpartner, partner of belanghebbende en waarvan de looptijd geheel of gedeeltelijk in de periode valt. Een gerichte ESPON-analyse telt mee door de rol van belanghebbende. Een project zonder einddatum telt mee tot en met de lopende periode.',
    en: 'Number of projects in which the agency takes part as lead partner, partner or stakeholder and whose duration overlaps the period. An ESPON targeted analysis counts through the role of stakeholder. A project without an end date counts up to the current period.',
    de: 'Zahl der Projekte, an denen die Einrichtung als federführender Partner, Partner oder Interessenträger mitwirkt und deren Laufzeit sich mit dem Zeitraum überschneidet. Eine gezielte ESPON-Analyse zählt über die Rolle des Interessenträgers. Ein Projekt ohne Enddatum zählt bis zum laufenden Zeitraum.',
  },
  result: 'A2',
  unit: 'projects',
  decimals: 0,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true },
    { name: 'objective', from: { of: 'root', field: 'objective' }, codes: 'objectives', additive: true },
    { name: 'role', from: { of: 'root', field: 'role' }, codes: 'partnerRoles', additive: true },
    // Several departments may work on one project, which counts for each of them.
    { name: 'department', from: { of: 'root', field: 'departments' }, codes: 'departments', additive: false },
  ],
  rules: [
    {
      source: 'projects',
      root: 'projects',
      children: [],
      where: [{ of: 'root', field: 'role', in: activeRoles }],
      formula: { kind: 'running', from: 'startsOn', to: 'endsOn' },
    },
  ],
});
