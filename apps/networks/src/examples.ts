// Examples of the documentation, also used by tests.

export const networkExample = {
  name: {
    fr: 'METREX, réseau des régions et aires métropolitaines européennes',
    nl: 'METREX, netwerk van Europese metropolitane regio’s en gebieden',
    en: 'METREX, the network of European metropolitan regions and areas',
  },
  acronym: 'METREX',
  level: 'europe',
  memberCounts: [{ value: 50, precision: 'about', source: 'https://eurometrex.org/?p=1832' }],
  url: 'https://www.eurometrex.org/',
  classification: 'public',
  source: 'https://eurometrex.org/?p=1832',
} as const;

/** The Region is the member; Brussels International takes part. */
export const membershipExample = {
  holderKind: 'region',
  holder: { name: 'Brussels-Capital Region', country: 'BE', ids: { wikidata: 'Q240' } },
  participatingEntity: { name: 'Brussels International', country: 'BE' },
  category: 'full',
  noticePeriod: 'P6M',
  classification: 'public',
  source: 'http://international.brussels/who-are-we/multilateral-relations/?lang=en',
} as const;

export const officeExample = {
  role: 'vicePresident',
  organ: 'Vice-presidency for Europe',
  elected: true,
  term: { startsOn: '2020-11-30' },
  source:
    'https://international.brussels/2020/12/la-region-de-bruxelles-capitale-nouvelle-vice-presidente-de-metropolis/',
} as const;

/** One summit, and three figures for the number of cities that took part in it. */
export const activityExample = {
  kind: 'conference',
  title: {
    fr: 'Brussels Urban Summit 2023',
    nl: 'Brussels Urban Summit 2023',
    en: 'Brussels Urban Summit 2023',
  },
  startsOn: '2023-06-12',
  endsOn: '2023-06-15',
  place: {
    name: 'Square, Mont des Arts, Brussels',
    country: 'BE',
    territory: { scheme: 'NUTS', code: 'BE1', version: '2021' },
  },
  online: false,
  part: 'hosted',
  audience: [
    {
      count: 300,
      unit: 'cities',
      precision: 'atLeast',
      source: 'https://perspective.brussels/en/news/brussels-urban-summit-2023-register-now',
      asOf: '2023-04-28',
    },
    { count: 400, unit: 'cities', source: 'https://www.urbansummit.brussels/page-programme.html' },
    {
      count: 600,
      unit: 'cities',
      source:
        'https://www.rtl.be/actu/belgique/politique/des-representants-de-600-villes-differentes-presents-au-brussels-urban-summit/2023-06-12/article/558452',
      asOf: '2023-06-12',
    },
  ],
  countries: [],
  level: 'world',
  objective: 'O3',
  departments: ['generalDirectorate'],
  themes: ['cities'],
  regionalPartners: [],
  classification: 'public',
  source: 'https://beschool.brussels/en/news/perspective-partner-brussels-urban-summit (8 June 2023)',
} as const;

/** Invented: colleagues hear what a network could do for them. */
export const briefingExample = {
  kind: 'briefing',
  title: {
    fr: 'Les réseaux européens en une heure (exemple)',
    nl: 'De Europese netwerken in één uur (voorbeeld)',
    en: 'European networks in one hour (example)',
  },
  startsOn: '2024-03-05',
  online: true,
  part: 'hosted',
  initiator: 'agency',
  coHosts: [{ name: 'Brussels International', country: 'BE' }],
  attendance: { attended: 41, headcount: 60 },
  level: 'europe',
  objective: 'O3',
  departments: ['generalDirectorate', 'territorialStrategy'],
  themes: ['cooperation'],
  regionalPartners: ['brusselsInternational'],
} as const;
