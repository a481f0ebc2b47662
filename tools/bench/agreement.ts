/** The record that the bench creates: internal, so that public lists do not grow. */
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
