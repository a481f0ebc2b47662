import { Definition } from '../definition.schema.js';
import { objective, practices } from './practices.js';
import { department, level, theme } from './representation.js';

export const a11 = Definition.parse({
  code: 'A1.1',
  version: 1,
  name: {
    fr: 'Pratiques d’ailleurs mises en œuvre',
    nl: 'Uitgevoerde praktijken van elders',
    en: 'External practices implemented',
    de: 'Umgesetzte Praktiken von anderswo',
  },
  definition: {
    fr: 'Nombre de pratiques repérées dans d’autres villes, régions ou organismes et dont la mise en œuvre dans un plan, un projet ou un processus de travail est enregistrée avec un jour situé dans la période. Une pratique compte une fois, quel que soit le nombre de départements qui l’utilisent. Une pratique adoptée mais pas encore mise en œuvre ne compte pas, ni une pratique écartée ou abandonnée.',
    nl: 'Aantal praktijken die in andere steden, gewesten of instellingen opgemerkt werden en waarvan de uitvoering in een plan, een project of een werkproces geregistreerd is op een dag in de periode. Een praktijk telt één keer mee, hoeveel departementen ze ook gebruiken. Een praktijk waarvan de overname beslist is maar die nog niet uitgevoerd werd, telt niet mee, en een verworpen of opgegeven praktijk evenmin.',
    en: 'Number of practices seen in other cities, regions or organisations whose implementation in a plan, a project or a working process is recorded with a day in the period. A practice counts once, however many departments use it. A practice that was adopted and not yet implemented does not count, nor does one that was rejected or abandoned.',
    de: 'Zahl der in anderen Städten, Regionen oder Einrichtungen erfassten Praktiken, deren Umsetzung in einem Plan, einem Projekt oder einem Arbeitsablauf mit einem Tag im Zeitraum verzeichnet ist. Eine Praktik zählt einmal, gleich wie viele Abteilungen sie nutzen. Eine Praktik, deren Übernahme beschlossen, die aber noch nicht umgesetzt ist, zählt nicht, ebenso wenig eine verworfene oder aufgegebene.',
  },
  result: 'A1',
  unit: 'practices',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, objective, department, theme],
  // An interval of one day.
  rules: [{ ...practices, formula: { kind: 'running', from: 'implementedOn', to: 'implementedOn' } }],
});
