import { refusalKind } from '../../texts/refusal-kind.js';

export const noDraft = refusalKind({
  code: 'noDraft',
  status: 409,
  title: 'No Draft',
});

export const tooLateToConsult = refusalKind({
  code: 'tooLateToConsult',
  status: 409,
  title: 'Too Late To Consult',
});

export const rieMissing = refusalKind({
  code: 'rieMissing',
  status: 409,
  title: 'Environmental Report Missing',
});

export const documentsMissing = refusalKind({
  code: 'documentsMissing',
  status: 409,
  title: 'Documents Missing',
});

export const legalBasisNotApplicable = refusalKind({
  code: 'legalBasisNotApplicable',
  status: 409,
  title: 'Legal Basis Not Applicable',
});

export const notAdjacent = refusalKind({
  code: 'notAdjacent',
  status: 409,
  title: 'Not Adjacent',
});

export const notAddressed = refusalKind({
  code: 'notAddressed',
  status: 409,
  title: 'Not Addressed',
});

export const consultationAlreadyOpen = refusalKind({
  code: 'consultationAlreadyOpen',
  status: 409,
  title: 'Consultation Already Open',
});

export const ownProposal = refusalKind({
  code: 'ownProposal',
  status: 409,
  title: 'Own Proposal',
});

export const notProposed = refusalKind({
  code: 'notProposed',
  status: 409,
  title: 'Not Proposed',
});

export const notAnExtension = refusalKind({
  code: 'notAnExtension',
  status: 409,
  title: 'Not An Extension',
});

export const pointsUnanswered = refusalKind({
  code: 'pointsUnanswered',
  status: 409,
  title: 'Points Unanswered',
});

/** I8: a caller of one region may not act for another. */
export const noMandateForParty = refusalKind({
  code: 'noMandateForParty',
  status: 409,
  title: 'No Mandate For Party',
});

/** G11: records of a plan are never more open than the plan. */
export const classificationLeak = refusalKind({
  code: 'classificationLeak',
  status: 409,
  title: 'Classification Leak',
});

/** Documents of an earlier draft do not cover the draft that is consulted on. */
export const noticeOutdated = refusalKind({
  code: 'noticeOutdated',
  status: 409,
  title: 'Notice Outdated',
});
