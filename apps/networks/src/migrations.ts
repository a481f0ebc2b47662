// Generated from the folder `migrations` by `npm run migration`: not edited by hand.
import type { Migrations } from '@passerelle/platform/data/database';
import {
  FactTables1763942400000,
  NoRecordIndex1800000700000,
  TakenBackFacts1800000980000,
  DataProducts1800001000000,
} from '@passerelle/platform/events/facts';
import { KnownRecordTables1763942410000, KnownRecordReach1800000900000 } from '@passerelle/platform/features/replicas';
import {
  ActTables1763942420000,
  AuditVerification1800000950000,
  ReasonDigests1800000980000,
} from '@passerelle/platform/data/request-transaction';
import { SearchConfigurations1763942440000 } from '@passerelle/platform/data/lists';
import { Networks1763942460000 } from './migrations/1763942460000-networks.js';
import { Memberships1763942520000 } from './migrations/1763942520000-memberships.js';
import { Offices1763942580000 } from './migrations/1763942580000-offices.js';
import { Activities1763942640000 } from './migrations/1763942640000-activities.js';
import { Search1795549080000 } from './migrations/1795549080000-search.js';
import { FoldWords1800000600000 } from './migrations/1800000600000-fold-words.js';
import { ReferenceOrder1800000710000 } from './migrations/1800000710000-reference-order.js';
import { Retraction1800000800000 } from './migrations/1800000800000-retraction.js';
import { ChangedAt1800000910000 } from './migrations/1800000910000-changed-at.js';
import { OwnSource1800000920000 } from './migrations/1800000920000-own-source.js';
import { Themes1800000940000 } from './migrations/1800000940000-themes.js';
import { Classification1800000990000 } from './migrations/1800000990000-classification.js';
import { ActivityInitiative1800001160000 } from './migrations/1800001160000-activity-initiative.js';
import { DepartmentsAndThemes1800001170000 } from './migrations/1800001170000-departments-and-themes.js';
import { MembershipYears1800001180000 } from './migrations/1800001180000-membership-years.js';
import { Visits1800001190000 } from './migrations/1800001190000-visits.js';
import { Visibility1800001200000 } from './migrations/1800001200000-visibility.js';
import { Practices1800001210000 } from './migrations/1800001210000-practices.js';

export const networksMigrations: Migrations = [
  FactTables1763942400000,
  NoRecordIndex1800000700000,
  TakenBackFacts1800000980000,
  DataProducts1800001000000,
  KnownRecordTables1763942410000,
  KnownRecordReach1800000900000,
  ActTables1763942420000,
  AuditVerification1800000950000,
  ReasonDigests1800000980000,
  SearchConfigurations1763942440000,
  Networks1763942460000,
  Memberships1763942520000,
  Offices1763942580000,
  Activities1763942640000,
  Search1795549080000,
  FoldWords1800000600000,
  ReferenceOrder1800000710000,
  Retraction1800000800000,
  ChangedAt1800000910000,
  OwnSource1800000920000,
  Themes1800000940000,
  Classification1800000990000,
  ActivityInitiative1800001160000,
  DepartmentsAndThemes1800001170000,
  MembershipYears1800001180000,
  Visits1800001190000,
  Visibility1800001200000,
  Practices1800001210000,
];
