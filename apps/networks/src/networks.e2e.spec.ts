import { serviceLife } from '@passerelle/testing/service-life';
import { networks } from './networks.js';

serviceLife(networks, [
  'territorialLevels',
  'themes',
  'objectives',
  'results',
  'membershipCategories',
  'officeRoles',
  'activityKinds',
  'activityParts',
  'audienceUnits',
]);
