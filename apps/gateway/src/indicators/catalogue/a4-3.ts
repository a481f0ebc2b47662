import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { onDay, visibility } from './showing.js';

export const a43 = Definition.parse({
  code: 'A4.3',
  version: 1,
  name: {
    fr: 'Références par des tiers',
    nl: 'Verwijzingen door derden',
    en: 'Third-party references',
    de: 'Verweise durch Dritte',
  },
  definition: {
    fr: 'Nombre de citations du travail de l’organisme par des tiers dont une copie est conservée, de sorte que la citation reste vérifiable. Une citation compte dans l’année et le trimestre du jour où elle a paru. Les citations sans copie conservée ne comptent pas. Le pays est celui du tiers qui cite.',
    nl: 'Aantal citaten van het werk van de instelling door derden waarvan een kopie bewaard is, zodat het citaat controleerbaar blijft. Een citaat telt mee in het jaar en het kwartaal van de dag waarop het verscheen. Citaten zonder bewaarde kopie tellen niet mee. Het land is dat van de derde die citeert.',
    en: 'Number of citations of the work of the agency by third parties of which a copy was kept, so that the citation can still be checked. A citation counts in the year and the quarter of the day on which it appeared. Citations without a kept copy do not count. The country is that of the third party that cites.',
    de: 'Zahl der Zitate der Arbeit der Einrichtung durch Dritte, von denen eine Kopie aufbewahrt ist, so dass das Zitat überprüfbar bleibt. Ein Zitat zählt im Jahr und im Quartal des Tages, an dem es erschien. Zitate ohne aufbewahrte Kopie zählen nicht. Das Land ist das der zitierenden dritten Stelle.',
  },
  result: 'A4',
  unit: 'references',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    { name: 'country', from: { of: 'root', field: 'citingCountry' }, codes: 'countries', additive: true },
    level,
    department,
    theme,
  ],
  rules: [
    {
      ...visibility,
      where: [{ of: 'root', field: 'kind', in: ['citation'] }],
      // What is counted is the kept copy: where there is none, there is nothing to count.
      formula: { ...onDay('shownOn'), counts: { of: 'root', field: 'archivedHash' } },
    },
  ],
});
