/** Example of the documentation, also used by tests. Invented: nobody has this name, this mailbox or this number. */
export const personExample = {
  name: 'Ambre Exemple',
  email: 'ambre.exemple@example.org',
  phone: '+3220000000',
  languages: ['fr', 'nl'],
  functions: [
    {
      organisation: { name: 'Brussels-Capital Region', country: 'BE', ids: { wikidata: 'Q240' } },
      title: { fr: 'Responsable des affaires européennes', nl: 'Verantwoordelijke Europese zaken' },
      period: { from: '2024-01-01' },
    },
  ],
  legalGround: 'publicTask',
  keptUntil: '2030-12-31',
} as const;
