// Examples of the documentation, also used by tests. Invented, but for the network and the presidency: no source gives the agenda
// of the meeting, or who went.

/** The contact points for territorial cohesion (NTCCP) meet under the Hungarian presidency, in November 2024. */
export const meetingExample = {
  title: {
    fr: 'Points de contact pour la cohésion territoriale, novembre 2024 (exemple)',
    nl: 'Contactpunten voor territoriale cohesie, november 2024 (voorbeeld)',
    en: 'Network of Territorial Cohesion Contact Points, November 2024 (example)',
  },
  startsOn: '2024-11-14',
  endsOn: '2024-11-15',
  place: { fr: 'Budapest', nl: 'Boedapest', en: 'Budapest' },
  presidency: 'HU',
  agenda: [
    {
      n: 1,
      title: { fr: 'Agenda territorial 2030: bilan', nl: 'Territoriale Agenda 2030: balans' },
      kind: 'discussion',
    },
    {
      n: 2,
      title: { fr: 'Programme de travail de 2025', nl: 'Werkprogramma voor 2025' },
      kind: 'decision',
    },
  ],
  papers: [
    { item: 1, document: { title: 'Discussion paper', language: 'en', href: 'https://example.org/ta2030.pdf' } },
  ],
  departments: ['territorialStrategy'],
} as const;
