/** The example of the documentation, and what tests register: the agreement that made the Forum. */
export const agreementExample = {
  title: {
    fr: 'Accord sur le Forum d’information interrégional en aménagement du territoire',
    nl: 'Akkoord over het Intergewestelijk Informatieforum Ruimtelijke Ordening',
    en: 'Agreement on the inter-regional information forum on territorial planning',
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
