/** Invented, as no public source gives real terms: plans of Flanders, delivered every quarter. */
export const dataSharingExample = {
  title: {
    fr: 'Plans régionaux d’exécution spatiale en vigueur',
    nl: 'Gewestelijke ruimtelijke uitvoeringsplannen die van kracht zijn',
    en: 'Regional spatial implementation plans in force',
  },
  dataset: {
    dcatId: 'https://example.org/id/dataset/regional-plans',
    publisher: { name: 'Departement Omgeving', country: 'BE' },
  },
  provider: 'BE-VLG',
  receiver: 'BE-BRU',
  licence: 'modellicentieGratisHergebruik',
  refresh: 'quarterly',
  monitoredFrom: '2025-01-01',
  level: 'belgium',
  departments: ['territorialKnowledge'],
  source: 'An example: no public source gives the terms of a real sharing',
  classification: 'internal',
} as const;
