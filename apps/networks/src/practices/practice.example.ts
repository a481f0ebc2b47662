// Examples of the documentation, also used by tests. Invented: Rotterdam has squares that store rain water, but no one of the Region
// assessed or adopted them.

export const practiceExample = {
  title: {
    fr: 'Des places qui retiennent l’eau de pluie (exemple)',
    nl: 'Pleinen die regenwater bergen (voorbeeld)',
    en: 'Squares that store rain water (example)',
  },
  problem: {
    fr: 'Exemple. Les fortes pluies inondent des quartiers denses où il n’y a pas de place pour un bassin.',
    nl: 'Voorbeeld. Hevige regen overstroomt dichte wijken waar geen plaats is voor een bekken.',
    en: 'Example. Heavy rain floods dense neighbourhoods that have no room for a basin.',
  },
  solution: {
    fr: 'Exemple. La place sert de terrain de jeu par temps sec et de bassin par forte pluie; le budget de l’eau paie l’espace public.',
    nl: 'Voorbeeld. Het plein is een speelveld bij droog weer en een bekken bij hevige regen; het waterbudget betaalt de publieke ruimte.',
    en: 'Example. The square is a playground in dry weather and a basin in heavy rain; the budget for water pays for public space.',
  },
  origin: {
    place: {
      name: 'Rotterdam',
      country: 'NL',
      territory: { scheme: 'WIKIDATA', code: 'Q34370' },
    },
    organisation: { name: 'Gemeente Rotterdam', country: 'NL' },
  },
  capturedOn: '2024-03-14',
  level: 'europe',
  departments: ['territorialStrategy'],
  themes: ['planning', 'environment'],
} as const;

export const assessmentExample = {
  on: '2024-04-22',
  potential: 4,
  assessment: {
    fr: 'Exemple. Transposable, si le gestionnaire de l’eau participe au financement.',
    nl: 'Voorbeeld. Overdraagbaar, als de waterbeheerder mee betaalt.',
    en: 'Example. It can be transferred, if the water operator shares the cost.',
  },
} as const;

export const shortlistExample = { on: '2024-05-13' } as const;

export const rejectionExample = {
  on: '2024-05-27',
  reason: {
    fr: 'Exemple. Le sous-sol de ces quartiers ne le permet pas.',
    nl: 'Voorbeeld. De ondergrond van deze wijken laat het niet toe.',
    en: 'Example. The subsoil of these neighbourhoods does not allow it.',
  },
} as const;

export const adoptionExample = {
  on: '2024-06-10',
  adoptedBy: ['territorialStrategy'],
  target: {
    kind: 'process',
    name: {
      fr: 'Programmation des espaces publics (exemple)',
      nl: 'Programmering van de publieke ruimte (voorbeeld)',
      en: 'Programming of public spaces (example)',
    },
  },
} as const;

export const implementationExample = { on: '2024-09-30' } as const;

export const evaluationExample = {
  on: '2025-03-31',
  result: {
    fr: 'Exemple. Deux programmes d’espace public prévoient désormais une rétention d’eau.',
    nl: 'Voorbeeld. Twee programma’s voor publieke ruimte voorzien nu in waterberging.',
    en: 'Example. Two programmes of public space now provide for the storage of water.',
  },
} as const;

export const abandonmentExample = {
  on: '2024-08-19',
  reason: {
    fr: 'Exemple. Le budget prévu a été réaffecté.',
    nl: 'Voorbeeld. Het voorziene budget kreeg een andere bestemming.',
    en: 'Example. The budget for it was used elsewhere.',
  },
} as const;
