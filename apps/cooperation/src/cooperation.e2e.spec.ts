import { serviceLife } from '@passerelle/testing/service-life';
import { cooperation } from './cooperation.js';

serviceLife(cooperation, [
  'actionStates',
  'countingRules',
  'decisionKinds',
  'forumMeetingStates',
  'forumTiers',
  'parties',
  'publicHolidays',
]);
