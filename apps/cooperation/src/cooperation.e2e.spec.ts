import { serviceLife } from '@passerelle/testing/service-life';
import { cooperation } from './cooperation.js';

serviceLife(cooperation, [
  'countingRules',
  'dataSharingStates',
  'forumTiers',
  'licences',
  'parties',
  'publicHolidays',
  'refreshRates',
  'studyStates',
  'workSiteStages',
]);
