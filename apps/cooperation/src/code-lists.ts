import type { ReferenceListId } from '@passerelle/domain/reference-list';

/** The code lists that this service answers for. */
export const codeLists: readonly ReferenceListId[] = [
  'consultationStates',
  'consultationTriggers',
  'countingRules',
  'forumTiers',
  'legalBases',
  'opinionVerdicts',
  'parties',
  'pointAnswers',
  'pointSeverities',
  'pointTopics',
  'publicHolidays',
];
