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

/** Invented; the id refers to no mandate. */
export const attendanceExample = { delegates: ['01930000-0000-7000-8000-000000000004'] } as const;

export const preparationExample = { on: '2024-11-07', ...attendanceExample } as const;

export const absenceExample = {
  reason: {
    fr: 'Une autre instance se réunissait le même jour.',
    nl: 'Een andere instantie vergaderde op dezelfde dag.',
  },
} as const;

export const replacementExample = {
  by: { name: 'Vlaamse overheid, Departement Omgeving', country: 'BE' },
  agreed: true,
} as const;

export const reportExample = {
  on: '2024-11-26',
  outcome: {
    fr: 'Le bilan de l’Agenda territorial est attendu au printemps de 2025.',
    nl: 'De balans van de Territoriale Agenda wordt in het voorjaar van 2025 verwacht.',
  },
  document: { title: 'Report of the meeting of November 2024', language: 'fr', href: 'https://example.org/report.pdf' },
  recipients: ['generalDirectorate', 'territorialStrategy'],
} as const;

export const cancellationExample = {
  reason: { fr: 'Reportée sous la présidence suivante.', nl: 'Uitgesteld tot het volgende voorzitterschap.' },
} as const;

export const followUpExample = {
  title: {
    fr: 'Envoyer les chiffres de la Région pour le bilan',
    nl: 'De cijfers van het Gewest voor de balans bezorgen',
  },
  department: 'bisa',
  dueOn: '2025-01-31',
} as const;

export const followUpClosureExample = {
  on: '2025-01-24',
  outcome: { fr: 'Les chiffres sont envoyés.', nl: 'De cijfers zijn bezorgd.' },
} as const;

export const followUpReopeningExample = {
  reason: { fr: 'Une annexe manquait.', nl: 'Er ontbrak een bijlage.' },
} as const;
