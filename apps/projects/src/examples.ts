// Examples of the documentation, also used by tests.

/** The transnational programme whose area includes Brussels. */
export const programmeExample = {
  code: '2021TC16RFTN005',
  name: {
    fr: 'Interreg Europe du Nord-Ouest 2021-2027',
    nl: 'Interreg Noordwest-Europa 2021-2027',
    en: 'Interreg North-West Europe 2021-2027',
  },
  period: { from: 2021, to: 2027 },
  fundingMode: 'grantRealCost',
  consortiumRule: { minPartners: 3, minCountries: 3 },
  stages: 2,
  maxRates: { everywhere: 6000 },
  level: 'europe',
  objective: 'O4',
  source: 'https://erdf.brussels/interreg-en/',
} as const;

/** Invented; to register it, replace the programme with a registered one. */
export const projectExample = {
  programmeId: '01930000-0000-7000-8000-000000000001',
  acronym: 'BRIDGE',
  title: { fr: 'Ponts entre métropoles', nl: 'Bruggen tussen metropolen', en: 'Bridges between metropolises' },
  startsOn: '2025-01-01',
  endsOn: '2027-12-31',
  level: 'europe',
  objective: 'O4',
  departments: ['territorialKnowledge'],
  classification: 'public',
  role: 'lead',
  regionalPartners: ['Brussels International'],
} as const;

export const partnerExample = {
  organisation: { name: 'perspective.brussels', country: 'BE' },
  role: 'lead',
  country: 'BE',
  nuts: { scheme: 'NUTS', code: 'BE1', version: '2021' },
  budget: { state: 'published', amount: { amount: '150000.00', currency: 'EUR' } },
  joinedOn: '2025-01-01',
} as const;
