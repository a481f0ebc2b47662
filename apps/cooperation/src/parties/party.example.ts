/** Example of the documentation, also used by tests: the fourth authority, which is no Region. */
export const partyExample = {
  code: 'X-BE-DG',
  administration: { name: 'Ministerium der Deutschsprachigen Gemeinschaft', country: 'BE' },
  languages: ['de'],
  source:
    'Exercises spatial planning on its territory under its cooperation agreement of 14 November 2019 with Wallonia',
} as const;

/** Invented: the mailbox is nobody's, and the person's id refers to no one. */
export const contactExample = {
  mailbox: 'planning@example.org',
  personId: '7d4f2c1e-5b7a-4c3d-9e8f-0a1b2c3d4e5f',
  function: { fr: 'Responsable des plans régionaux', nl: 'Verantwoordelijke gewestelijke plannen' },
  period: { from: '2026-01-01' },
  languages: ['de', 'fr'],
  source: 'Letter of 15 December 2025',
} as const;
