// Examples of the documentation, also sent by tests: a Flemish plan on which Brussels is consulted, as the Flemish
// planning code requires for a plan that borders the region. Texts and days are invented, the law is not.

export const consultationExample = {
  planId: '01930000-0000-7000-8000-000000000011',
  componentId: '01930000-0000-7000-8000-000000000012',
  noticeId: '01930000-0000-7000-8000-000000000013',
  affectedParty: 'BE-BRU',
  trigger: 'significantEffects',
  legalBasis: 'seaDirective',
  effects: {
    fr: 'Trafic supplémentaire sur le ring et pression sur la zone verte de la Woluwe.',
    nl: 'Bijkomend verkeer op de ring en druk op de groene zone van de Woluwe.',
  },
  replyDueOn: '2027-02-15',
} as const;

/** Acts that happened by letter and are recorded later. */
export const byLetter = {
  source: 'Letter of the Department of Environment and Spatial Development, registered on arrival',
} as const;

export const timeframeExample = {
  startsOn: '2027-03-01',
  dueOn: '2027-04-30',
  countingRule: 'calendarDaysExclusive',
} as const;

export const opinionExample = {
  verdict: 'favourableWithConditions',
  adoptedBy: { fr: 'Gouvernement de la Région de Bruxelles-Capitale', nl: 'Brusselse Hoofdstedelijke Regering' },
  languages: ['fr', 'nl'],
  points: [
    {
      text: {
        fr: 'Évaluer les effets du trafic sur les quartiers bruxellois voisins.',
        nl: 'De effecten van het verkeer op de aangrenzende Brusselse wijken beoordelen.',
      },
      severity: 'must',
      topic: 'mobility',
    },
    {
      text: {
        fr: 'Maintenir la continuité de la vallée de la Woluwe.',
        nl: 'De samenhang van de Woluwevallei behouden.',
      },
      severity: 'should',
      topic: 'openSpace',
    },
  ],
} as const;

export const answersExample = {
  answers: [
    { n: 1, answer: 'accepted', where: 'art. 4.2' },
    {
      n: 2,
      answer: 'partly',
      where: 'p. 87',
      justification: {
        fr: 'La continuité est garantie sur la rive gauche.',
        nl: 'De samenhang is op de linkeroever gewaarborgd.',
      },
    },
  ],
} as const;

export const decisionExample = {
  decidedOn: '2026-11-02',
  documents: [
    { type: 'decision', language: 'nl', title: 'Besluit tot definitieve vaststelling' },
    { type: 'environmentalDeclaration', language: 'nl', title: 'Verklaring' },
    { type: 'monitoringMeasures', language: 'nl', title: 'Monitoringsmaatregelen' },
  ],
  summary: {
    fr: 'Le plan suit la première remarque et une partie de la seconde.',
    nl: 'Het plan volgt de eerste opmerking en een deel van de tweede.',
  },
  ...byLetter,
} as const;
