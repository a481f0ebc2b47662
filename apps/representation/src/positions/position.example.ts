// Examples of the documentation, also used by tests. Invented, but for the network and the presidency: the Region published no such
// position.

/** For the contact points for territorial cohesion (NTCCP), who met under the Hungarian presidency in November 2024. */
export const positionExample = {
  title: {
    fr: 'Agenda territorial 2030: la place des villes-régions (exemple)',
    nl: 'Territoriale Agenda 2030: de plaats van stadsgewesten (voorbeeld)',
    en: 'Territorial Agenda 2030: the place of city regions (example)',
  },
  summary: {
    fr: 'Exemple. La Région demande que le bilan tienne compte des aires métropolitaines qui dépassent une frontière régionale.',
    nl: 'Voorbeeld. Het Gewest vraagt dat de balans rekening houdt met grootstedelijke gebieden over een gewestgrens heen.',
    en: 'Example. The Region asks that the review consider metropolitan areas that cross a regional border.',
  },
  bodyMeetingId: '01930000-0000-7000-8000-000000000001',
  agendaItem: 1,
  coordination: 'dge',
  interests: [
    {
      topic: {
        fr: 'Aires métropolitaines',
        nl: 'Grootstedelijke gebieden',
        en: 'Metropolitan areas',
      },
      wording: {
        fr: 'les aires métropolitaines qui dépassent les limites d’une région',
        nl: 'grootstedelijke gebieden die de grenzen van een gewest overschrijden',
        en: 'metropolitan areas that extend beyond the borders of a region',
      },
      priority: 'must',
      departments: ['territorialStrategy'],
      themes: ['metropolitanAreas', 'planning'],
    },
    {
      topic: { fr: 'Statistiques comparables', nl: 'Vergelijkbare statistieken', en: 'Comparable statistics' },
      wording: {
        fr: 'des statistiques comparables à l’échelle des quartiers',
        nl: 'vergelijkbare statistieken op het niveau van de wijken',
        en: 'comparable statistics at the level of neighbourhoods',
      },
      priority: 'should',
      departments: ['bisa'],
      themes: ['statistics'],
    },
  ],
  coSigners: [{ organisation: { name: 'Eurocities', country: 'BE' }, kind: 'network' }],
  departments: ['territorialStrategy', 'bisa'],
  themes: ['planning', 'statistics'],
  level: 'europe',
} as const;

export const validationExample = {
  on: '2024-11-04',
  by: {
    fr: 'Cabinet du ministre-président (exemple)',
    nl: 'Kabinet van de minister-president (voorbeeld)',
    en: 'Cabinet of the Minister-President (example)',
  },
} as const;

export const revisionExample = {
  reason: {
    fr: 'La présidence a diffusé un nouveau texte.',
    nl: 'Het voorzitterschap heeft een nieuwe tekst verspreid.',
    en: 'The presidency circulated a new text.',
  },
} as const;

export const regionalCoordinationExample = { on: '2024-10-28', result: 'consensus' } as const;

export const belgianCoordinationExample = { on: '2024-11-07', forum: 'dge', result: 'consensus' } as const;

export const interventionExample = {
  on: '2024-11-12',
  form: 'written',
  language: 'en',
  evidence: { title: 'Comments on the discussion paper', language: 'en', href: 'https://example.org/comments.pdf' },
} as const;

export const abstentionExample = { on: '2024-11-14' } as const;

export const assessmentExample = {
  on: '2024-12-16',
  adopted: {
    on: '2024-11-15',
    document: { title: 'Conclusions of the meeting', language: 'en', href: 'https://example.org/conclusions.pdf' },
  },
  uptakes: [
    { n: 1, uptake: 'partial', passage: '… including functional areas that cross administrative borders …' },
    { n: 2, uptake: 'none' },
  ],
} as const;

export const publicationExample = {
  on: '2024-12-20',
  href: 'https://example.org/positions/territorial-agenda',
} as const;

export const withdrawalExample = {
  reason: {
    fr: 'Le point a été retiré de l’ordre du jour.',
    nl: 'Het punt werd van de agenda gehaald.',
    en: 'The item was taken off the agenda.',
  },
} as const;
