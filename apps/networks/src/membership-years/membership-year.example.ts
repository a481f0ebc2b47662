// Examples of the documentation, also used by tests. Invented: no source gives the fee of the Region, or what it thinks of the network.

export const membershipYearExample = {
  year: 2026,
  endsOn: '2026-12-31',
  fee: { amount: '6500.00', currency: 'EUR' },
  feeDueOn: '2026-03-31',
} as const;

export const valueReviewExample = {
  on: '2026-05-12',
  verdict: 'renew',
  reason: {
    fr: 'Deux conférences et un groupe de travail utiles au service (exemple).',
    nl: 'Twee conferenties en een werkgroep die nuttig zijn voor de dienst (voorbeeld).',
    en: 'Two conferences and a working group that are of use to the department (example).',
  },
} as const;

export const feePaymentExample = {
  on: '2026-03-16',
  amount: { amount: '6500.00', currency: 'EUR' },
  reference: 'Invoice 2026-014 (example)',
} as const;
