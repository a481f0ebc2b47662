// Examples of the documentation, also used by tests. Invented: no source gives the decisions of the Forum.

export const decisionExample = {
  text: {
    fr: 'Chaque Région annonce aux autres ses plans dès leur mise à l’étude.',
    nl: 'Elk gewest meldt zijn plannen aan de andere zodra ze in voorbereiding zijn.',
  },
  kind: 'decision',
  adoptedBy: ['BE-BRU', 'BE-VLG'],
  dueOn: '2027-06-30',
} as const;

export const actionExample = {
  ownerParty: 'BE-VLG',
  title: {
    fr: 'Transmettre la liste des plans en préparation',
    nl: 'De lijst van plannen in voorbereiding bezorgen',
  },
  dueOn: '2027-04-30',
} as const;

export const closureExample = {
  on: '2026-04-20',
  outcome: { fr: 'Liste transmise aux deux autres Régions.', nl: 'Lijst bezorgd aan de twee andere gewesten.' },
  source: 'E-mail of 20 April 2026',
} as const;

export const reopeningExample = {
  reason: { fr: 'La liste transmise était incomplète.', nl: 'De bezorgde lijst was onvolledig.' },
  source: 'E-mail of 4 May 2026',
} as const;
