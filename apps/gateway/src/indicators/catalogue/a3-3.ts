import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { onDay, shared, visibility, visibilityKind } from './showing.js';

export const a33 = Definition.parse({
  code: 'A3.3',
  version: 1,
  name: {
    fr: 'Projets montrés à l’étranger',
    nl: 'Projecten getoond in het buitenland',
    en: 'Projects showcased abroad',
    de: 'Im Ausland gezeigte Projekte',
  },
  definition: {
    fr: 'Nombre de projets différents que des faits de visibilité de niveau européen ou mondial ont montrés. Un projet compte une fois par période, quel que soit le nombre de faits qui le montrent, dans l’année et le trimestre du jour où l’un d’eux a eu lieu ou a paru. Les faits qui ne nomment aucun projet du registre ne comptent pas.',
    nl: 'Aantal verschillende projecten die zichtbaarheidsitems op Europees of wereldniveau lieten zien. Een project telt één keer per periode, hoeveel items het ook tonen, in het jaar en het kwartaal van de dag waarop een ervan plaatsvond of verscheen. Items die geen project uit het register noemen, tellen niet mee.',
    en: 'Number of different projects that visibility items of European or world level showed. A project counts once in a period, however many items show it, in the year and the quarter of the day on which one of them took place or appeared. Items that name no project of the register do not count.',
    de: 'Zahl der verschiedenen Projekte, die Sichtbarkeitsereignisse auf europäischer oder weltweiter Ebene zeigten. Ein Projekt zählt einmal je Zeitraum, gleich wie viele Einträge es zeigen, im Jahr und im Quartal des Tages, an dem einer von ihnen stattfand oder erschien. Einträge, die kein Projekt des Registers nennen, zählen nicht.',
  },
  result: 'A3',
  unit: 'projects',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: shared(visibilityKind, level, department, theme),
  rules: [
    {
      ...visibility,
      where: [{ of: 'root', field: 'level', in: ['europe', 'world'] }],
      formula: { ...onDay('shownOn'), counts: { of: 'root', field: 'projectIds' } },
    },
  ],
});
