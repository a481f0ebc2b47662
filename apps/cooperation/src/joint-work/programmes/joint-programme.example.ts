const organisation = 'https://topnoordrand.be/nl/over-top-noordrand/projectorganisatie';

/** T.OP Noordrand, the territorial development programme for the northern periphery of Brussels. */
export const jointProgrammeExample = {
  title: {
    fr: 'Programme de développement territorial T.OP Noordrand',
    nl: 'Territoriaal ontwikkelingsprogramma T.OP Noordrand',
  },
  parties: ['BE-BRU', 'BE-VLG'],
  partners: [
    { organisation: { name: 'Departement Omgeving', country: 'BE' }, party: 'BE-VLG' },
    { organisation: { name: 'perspective.brussels', country: 'BE' }, party: 'BE-BRU' },
    { organisation: { name: 'Provincie Vlaams-Brabant', country: 'BE' } },
    { organisation: { name: 'OVAM', country: 'BE' }, party: 'BE-VLG' },
  ],
  steeringGroup: {
    name: { fr: 'Comité de pilotage', nl: 'Stuurgroep' },
    chairs: [
      { party: 'BE-VLG', organisation: { name: 'Departement Omgeving', country: 'BE' } },
      { party: 'BE-BRU', organisation: { name: 'perspective.brussels', country: 'BE' } },
    ],
  },
  level: 'metropolis',
  departments: ['territorialStrategy'],
  source: organisation,
  classification: 'public',
} as const;

export const editionExample = { year: 2016, source: organisation } as const;

export const workSiteExample = {
  title: { fr: 'Chantier Ex-OTAN', nl: 'Werf Ex-NAVO' },
  place: { scheme: 'ISO3166-2', code: 'BE-BRU' },
  supportRecorded: [
    { party: 'BE-BRU', on: '2025-03-02', source: 'An example: no public source gives the date of the support' },
  ],
  source: 'https://topnoordrand.be/',
} as const;
