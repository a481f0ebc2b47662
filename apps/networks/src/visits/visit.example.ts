// Examples of the documentation, also used by tests. Invented: no source gives such a mission, its costs or what came of it.

/** A mission over the turn of the year. */
export const visitExample = {
  direction: 'outgoing',
  title: {
    fr: 'Mission à Lyon: la ville la nuit (exemple)',
    nl: 'Missie naar Lyon: de stad bij nacht (voorbeeld)',
    en: 'Mission to Lyon: the city at night (example)',
  },
  purpose: {
    fr: 'Voir comment la métropole éclaire ses espaces publics pendant les fêtes.',
    nl: 'Zien hoe de metropool haar openbare ruimte tijdens de feesten verlicht.',
  },
  startsOn: '2024-12-30',
  endsOn: '2025-01-02',
  place: { name: 'Lyon', country: 'FR', territory: { scheme: 'NUTS', code: 'FRK26', version: '2021' } },
  partners: [{ kind: 'city', organisation: { name: 'Ville de Lyon', country: 'FR' } }],
  countries: ['FR'],
  participants: 3,
  costs: [
    { kind: 'transport', amount: { amount: '412.35', currency: 'EUR' } },
    { kind: 'stay', amount: { amount: '586.7', currency: 'EUR' } },
  ],
  carbon: {
    kilograms: 94,
    method: 'Distance by train and the factors of an invented edition (example)',
    source: 'Computed for this example',
  },
  level: 'europe',
  objective: 'O3',
  departments: ['territorialStrategy'],
  themes: ['cities'],
  regionalPartners: ['brusselsInternational'],
} as const;

export const authorisationExample = { on: '2024-12-12', reference: 'EXAMPLE-2024-17' } as const;

export const madeExample = {
  participants: 2,
  costs: [
    { kind: 'transport', amount: { amount: '398.10', currency: 'EUR' } },
    { kind: 'stay', amount: { amount: '391.25', currency: 'EUR' } },
  ],
} as const;

export const reportExample = {
  on: '2025-01-14',
  outcome: {
    fr: 'La ville partage son plan lumière; une visite en retour est prévue (exemple).',
    nl: 'De stad deelt haar lichtplan; een tegenbezoek is gepland (voorbeeld).',
  },
  recipients: ['territorialStrategy'],
} as const;

export const cancellationExample = {
  reason: { fr: 'La ville hôte a reporté la rencontre.', nl: 'De gaststad heeft de ontmoeting uitgesteld.' },
} as const;
