// Examples of the documentation, also used by tests. Invented: no source gives the days of the meetings.

/** A meeting of the regions' administrations, chaired by Flanders. */
export const meetingExample = {
  agreementId: '01930000-0000-7000-8000-000000000001',
  tier: 'administrative',
  scheduledOn: '2027-03-01',
  chairParty: 'BE-VLG',
  agenda: [{ fr: 'Plans en préparation', nl: 'Plannen in voorbereiding' }],
} as const;

export const sessionExample = {
  on: '2026-03-02',
  attendance: [
    { party: 'BE-BRU', people: 4 },
    { party: 'BE-VLG', people: 3 },
    { party: 'BE-WAL', people: 3 },
  ],
} as const;

export const minutesExample = {
  on: '2026-03-16',
  document: {
    title: 'Procès-verbal de la réunion du 2 mars 2026',
    language: 'fr',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
} as const;

export const approvalExample = { party: 'BE-WAL', on: '2026-04-03', source: 'E-mail of 3 April 2026' } as const;
