const source =
  'https://beschool.brussels/fr/actualites/la-frontiere-entre-la-flandre-et-bruxelles: no source gives shares, budget or days of the work';

/** A newly proposed study with known money: invented, as no public source gives real shares. */
export const jointStudyExample = {
  title: {
    fr: 'Étude conjointe sur le réseau d’espaces ouverts dans et autour de Bruxelles',
    nl: 'Gezamenlijke studie over het openruimtenetwerk in en rond Brussel',
    en: 'Joint study on the network of open spaces in and around Brussels',
  },
  shares: [
    { party: 'BE-BRU', basisPoints: 3334 },
    { party: 'BE-VLG', basisPoints: 3333 },
    { party: 'BE-WAL', basisPoints: 3333 },
  ],
  budget: { amount: '100000.00', currency: 'EUR' },
  partners: [
    { organisation: { name: 'perspective.brussels', country: 'BE' }, party: 'BE-BRU' },
    { organisation: { name: 'Departement Omgeving', country: 'BE' }, party: 'BE-VLG' },
    { organisation: { name: 'SPW Territoire', country: 'BE' }, party: 'BE-WAL' },
  ],
  plannedStartOn: '2026-09-01',
  plannedEndOn: '2027-06-30',
  workPlan: [{ title: { fr: 'Diagnostic', nl: 'Diagnose' }, dueOn: '2026-12-15' }],
  deliverables: [{ code: 'finalReport', title: { fr: 'Rapport final', nl: 'Eindrapport' }, dueOn: '2027-06-30' }],
  level: 'belgium',
  departments: ['territorialStrategy'],
  source: 'An example: no public source gives the shares of a real study',
  classification: 'internal',
} as const;

/** The research on the periphery of the 20th century, whose authors announced its publication on 8 September 2025. */
export const publishedStudyExample = {
  title: {
    fr: 'Recherche sur la transformation du bâti de la périphérie du 20e siècle dans et autour de Bruxelles',
    nl: 'Onderzoek naar de transformatie van de bebouwing in de 20e-eeuwse rand in en rond Brussel',
  },
  shares: [{ party: 'BE-BRU' }, { party: 'BE-VLG' }],
  level: 'belgium',
  source,
  classification: 'public',
  status: 'published',
  publishedOn: '2025-09-08',
} as const;
