/** Example of the documentation, also used by tests: the fourth authority, which is no Region. */
export const partyExample = {
  code: 'X-BE-DG',
  administration: { name: 'Ministerium der Deutschsprachigen Gemeinschaft', country: 'BE' },
  languages: ['de'],
  source:
    'Exercises spatial planning on its territory under its cooperation agreement of 14 November 2019 with Wallonia',
} as const;

/** Invented: the mailbox is nobody's, and no person is registered. */
export const contactExample = {
  mailbox: 'planning@example.org',
  function: { fr: 'Responsable des plans régionaux', nl: 'Verantwoordelijke gewestelijke plannen' },
  period: { from: '2026-01-01' },
  languages: ['de', 'fr'],
  source: 'Letter of 15 December 2025',
} as const;
