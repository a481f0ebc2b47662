import type { ReferenceListId } from '@passerelle/domain/reference-list';

/** The code lists that this service answers for. */
export const codeLists: readonly ReferenceListId[] = [
  'componentKinds',
  'componentStates',
  'consultationStates',
  'consultationTriggers',
  'countingRules',
  'documentTypes',
  'forumTiers',
  'legalBases',
  'legalNatures',
  'noticeChannels',
  'noticeStages',
  'nutsNeighbours',
  'opinionVerdicts',
  'parties',
  'planStates',
  'planTypes',
  'pointAnswers',
  'pointSeverities',
  'pointTopics',
  'procedureSteps',
  'publicHolidays',
];
