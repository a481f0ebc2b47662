/** Example of the documentation, also used by tests: the agreement that created the Forum. */
export const agreementExample = {
  title: {
    fr: 'Accord de coopération sur le Forum d’information interrégional d’aménagement du territoire',
    nl: 'Samenwerkingsakkoord over het Intergewestelijk Informatieforum Ruimtelijke Ordening',
    en: 'Cooperation agreement on the Inter-regional Information Forum on Territorial Planning',
  },
  parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
  level: 'belgium',
  objective: 'O1',
  departments: ['generalDirectorate'],
  obligations: [
    {
      code: 'ministersMeetYearly',
      text: {
        fr: 'Les ministres se réunissent au moins une fois par an.',
        nl: 'De ministers vergaderen minstens eenmaal per jaar.',
      },
      tier: 'ministerial',
      cadence: 'P1Y',
      countingRule: 'calendarPeriod',
      monitoredFrom: '2026-01-01',
      source: 'draft of February 2012, as described in parliament',
    },
  ],
  source: 'Press report of 26 November 2012',
  classification: 'public',
} as const;
