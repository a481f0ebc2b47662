/**
 * Example of the documentation, also used by tests: the policy plan of Flanders, of which only the vision is approved.
 */
export const planExample = {
  planType: 'vlaBrv',
  party: 'BE-VLG',
  title: {
    fr: 'Plan de politique spatiale de la Flandre',
    nl: 'Beleidsplan Ruimte Vlaanderen',
    en: 'Spatial policy plan of Flanders',
  },
  authority: { name: 'Vlaamse Regering', country: 'BE' },
  area: { refs: [{ scheme: 'NUTS', code: 'BE2', version: '2021' }] },
  parties: ['BE-BRU', 'BE-VLG'],
  level: 'belgium',
  departments: ['territorialStrategy'],
  source:
    'https://www.vlaanderen.be/bouwen-wonen-en-energie/bouwen-en-verbouwen/bouwvergunningen-en-plannen/ruimtelijke-ordening/beleidsplan-ruimte-vlaanderen',
  classification: 'internal',
  components: [
    {
      code: 'vision',
      kind: 'strategicVision',
      title: { fr: 'Vision stratégique', nl: 'Strategische visie', en: 'Strategic vision' },
    },
  ],
} as const;

/** A plan with a single part, made by Brussels itself: the master plan for Josaphat. */
export const josaphatExample = {
  planType: 'bruPad',
  party: 'BE-BRU',
  title: { fr: 'Plan d’aménagement directeur «Josaphat»', nl: 'Richtplan van Aanleg «Josaphat»' },
  authority: { name: 'Région de Bruxelles-Capitale', country: 'BE' },
  area: {
    refs: [
      { scheme: 'LAU', code: '21015' },
      { scheme: 'LAU', code: '21006' },
    ],
  },
  parties: ['BE-BRU', 'BE-VLG'],
  level: 'metropolis',
  departments: ['territorialStrategy'],
  source: 'https://lafficherouge.ieb.be/enquetes/54246/',
  classification: 'public',
  components: [{ code: 'whole', kind: 'whole', title: { fr: 'PAD Josaphat', nl: 'RPA Josaphat' } }],
} as const;

export const componentExample = {
  code: 'openSpace',
  kind: 'policyFramework',
  title: { fr: 'Cadre de politique «Espace ouvert»', nl: 'Beleidskader «Open ruimte»' },
} as const;

/** The approval of the vision creates no draft. */
export const visionApprovedExample = {
  stepCode: 'strategicVisionApproved',
  occurredOn: '2018-07-20',
  source:
    'https://www.vlaanderen.be/bouwen-wonen-en-energie/bouwen-en-verbouwen/bouwvergunningen-en-plannen/ruimtelijke-ordening/beleidsplan-ruimte-vlaanderen',
} as const;

export const inquiryExample = {
  stepCode: 'publicInquiryOpened',
  occurredOn: '2021-09-16',
  publicInquiry: {
    from: '2021-09-16',
    to: '2021-11-15',
    countingRule: 'calendarDaysExclusive',
    communes: ['Schaerbeek', 'Evere'],
  },
  source: 'https://lafficherouge.ieb.be/enquetes/54246/',
} as const;

/** By letter, recorded later: hence the source. */
export const noticeExample = {
  toParties: ['BE-WAL'],
  stage: 'underDevelopment',
  channel: 'letter',
  docs: [{ type: 'startNote', language: 'nl', title: 'Conceptnota' }],
  at: '2026-03-02T09:30:00+01:00',
  source: 'Letter of 2 March 2026',
} as const;
