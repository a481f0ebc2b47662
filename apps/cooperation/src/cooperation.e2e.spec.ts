import { serviceLife } from '@passerelle/testing/service-life';
import { cooperation } from './cooperation.js';

serviceLife(cooperation, [
  'componentKinds',
  'componentStates',
  'countingRules',
  'documentTypes',
  'forumTiers',
  'legalNatures',
  'noticeChannels',
  'noticeStages',
  'nutsNeighbours',
  'parties',
  'planStates',
  'planTypes',
  'procedureSteps',
  'publicHolidays',
]);
