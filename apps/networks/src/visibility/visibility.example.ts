// Examples of the documentation, also used by tests. Invented: no source mentions this talk, or this citation.

/** A talk on a summit that took place, with a figure for those in the room and another one for impressions. */
export const visibilityExample = {
  kind: 'talk',
  title: {
    fr: 'Construire au-delà des limites régionales (exemple)',
    nl: 'Bouwen over de gewestgrenzen heen (voorbeeld)',
    en: 'Building beyond the borders of a region (example)',
  },
  shownOn: '2023-06-14',
  outlet: 'Brussels Urban Summit 2023',
  place: {
    name: 'Square, Mont des Arts, Brussels',
    country: 'BE',
    territory: { scheme: 'NUTS', code: 'BE1', version: '2021' },
  },
  work: {
    fr: 'Le diagnostic du territoire métropolitain (exemple)',
    nl: 'De diagnose van het grootstedelijke gebied (voorbeeld)',
    en: 'The diagnosis of the metropolitan area (example)',
  },
  languages: ['en', 'fr'],
  reach: [
    { count: 120, unit: 'persons', precision: 'about', source: 'Count by the moderator (example)' },
    { count: 3400, unit: 'impressions', source: 'Report of the journal of the summit (example)', asOf: '2023-06-15' },
  ],
  url: 'https://summit.example.org/sessions/beyond-borders',
  level: 'world',
  departments: ['territorialStrategy'],
  themes: ['metropolitanAreas', 'planning'],
  classification: 'public',
  source: 'Programme of the summit (example)',
} as const;

/** A study of ours, named in a plan of another country. */
export const citationExample = {
  kind: 'citation',
  title: {
    fr: 'Bruxelles citée dans un plan de déplacements (exemple)',
    nl: 'Brussel vermeld in een mobiliteitsplan (voorbeeld)',
    en: 'Brussels named in a mobility plan (example)',
  },
  shownOn: '2024-03-05',
  outlet: 'Plan de mobilité (exemple)',
  work: {
    fr: 'L’observatoire des bureaux (exemple)',
    nl: 'Het overzicht van het kantorenpark (voorbeeld)',
    en: 'The review of office property (example)',
  },
  languages: ['fr'],
  citingCountry: 'FR',
  url: 'https://mobilite.example.org/plan.pdf',
  archivedHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  level: 'europe',
  departments: ['bisa'],
  classification: 'internal',
} as const;
