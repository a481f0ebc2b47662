// Examples of the documentation, also used by tests.

/** Where the Member States decide on the Urban Agenda for the European Union. */
export const bodyExample = {
  name: {
    fr: 'Directeurs généraux chargés des questions urbaines',
    nl: 'Directeurs-generaal voor stedelijke aangelegenheden',
    en: 'Directors-General on Urban Matters',
  },
  acronym: 'DGUM',
  family: 'euIntergovernmental',
  level: 'europe',
  cadence: 'P6M',
  themes: ['cities'],
  classification: 'public',
  source:
    'https://perspective.ovh/en/studies-and-observations/presidency-council-european-union/presidencys-urban-policy-events',
} as const;

/** Invented: a seat that rotates among the federated entities, and belongs to the Brussels Region for half a year. */
export const seatExample = {
  holder: { name: 'Brussels-Capital Region', country: 'BE', ids: { wikidata: 'Q240' } },
  holderKind: 'region',
  councilCategory: 4,
  rotation: { entity: 'BE-BRU', semester: '2024-S1' },
  departments: ['generalDirectorate'],
  source: 'The cooperation agreement of 8 March 1994 on the representation in the Council, as amended',
} as const;

/** Invented, and of a person who is not registered yet. */
export const mandateExample = {
  role: 'titular',
  actsFor: 'belgium',
  period: { from: '2024-01-01', to: '2024-07-01' },
  appointedBy: { name: 'Government of the Brussels-Capital Region', country: 'BE' },
} as const;
