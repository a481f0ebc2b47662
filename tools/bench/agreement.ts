/** What is created again and again: internal, so that no list of the public grows. */
export const agreement = {
  title: { fr: 'Accord de mesure', nl: 'Meetakkoord', en: 'Agreement for measuring' },
  parties: ['BE-BRU', 'BE-VLG'],
  level: 'belgium',
  objective: 'O1',
  departments: ['generalDirectorate'],
  obligations: [],
  source: 'made for the bench',
  classification: 'internal',
};
