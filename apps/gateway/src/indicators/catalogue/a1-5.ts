import { Definition } from '../definition.schema.js';
import { inUse, practices, sharedLevel } from './practices.js';
import { department, theme } from './representation.js';

const works = ['plan', 'project'];

export const a15 = Definition.parse({
  code: 'A1.5',
  version: 1,
  name: {
    fr: 'Plans et projets qui utilisent une pratique d’ailleurs',
    nl: 'Plannen en projecten die een praktijk van elders gebruiken',
    en: 'Plans and projects that use an external practice',
    de: 'Pläne und Projekte, die eine Praktik von anderswo nutzen',
  },
  definition: {
    fr: 'Nombre de plans, projets et études différents dans lesquels l’utilisation d’au moins une pratique a été décidée durant la période; un plan ou un projet compte une fois, quel que soit le nombre de pratiques. La pratique compte au jour de la décision d’adoption, même si le plan ou le projet n’est désigné que plus tard. Une pratique abandonnée ensuite ne compte plus, non plus dans la période de sa décision: ce qui en était connu auparavant reste lisible à une date passée. Les processus de travail ne comptent pas, ni les adoptions sans plan ni projet désigné.',
    nl: 'Aantal verschillende plannen, projecten en studies waarvoor in de periode beslist werd minstens één praktijk te gebruiken; een plan of project telt één keer mee, hoeveel praktijken het ook gebruikt. De praktijk telt mee op de dag van de beslissing tot overname, ook als het plan of project pas later aangewezen wordt. Een praktijk die later opgegeven wordt, telt niet meer mee, ook niet in de periode van de beslissing: wat daarover voordien bekend was, blijft leesbaar op een vroegere datum. Werkprocessen tellen niet mee, en overnames zonder aangewezen plan of project evenmin.',
    en: 'Number of different plans, projects and studies in which the use of at least one practice was decided in the period; a plan or project counts once, however many practices it uses. A practice counts on the day of the decision to adopt it, even if the plan or project is named later. A practice that is abandoned afterwards no longer counts, in the period of its decision neither: what was known of it before can still be read as of a past date. Working processes do not count, nor do adoptions without a named plan or project.',
    de: 'Zahl der verschiedenen Pläne, Projekte und Studien, für die im Zeitraum die Nutzung mindestens einer Praktik beschlossen wurde; ein Plan oder Projekt zählt einmal, gleich wie viele Praktiken es nutzt. Eine Praktik zählt am Tag des Übernahmebeschlusses, auch wenn Plan oder Projekt erst später benannt wird. Eine später aufgegebene Praktik zählt nicht mehr, auch nicht im Zeitraum ihres Beschlusses: Was davon zuvor bekannt war, bleibt zu einem früheren Stichtag lesbar. Arbeitsabläufe zählen nicht, ebenso wenig Übernahmen ohne benannten Plan oder benanntes Projekt.',
  },
  result: 'A1',
  unit: 'works',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: [
    sharedLevel,
    department,
    theme,
    // A plan is never a project, so that these two add up.
    { name: 'kind', from: { of: 'item', field: 'kind' }, codes: works, additive: true },
  ],
  rules: [
    {
      ...practices,
      where: [{ of: 'root', field: 'status', in: inUse }],
      formula: {
        kind: 'namedOn',
        on: 'adoptedOn',
        items: 'target',
        keys: ['kind', 'id'],
        among: { field: 'kind', in: works },
      },
    },
  ],
});
