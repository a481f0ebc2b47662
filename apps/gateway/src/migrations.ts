// Generated from the folder `migrations` by `npm run migration`: not edited by hand.
import type { Migrations } from '@passerelle/platform/data/database';
import {
  FactTables1763942400000,
  NoRecordIndex1800000700000,
  TakenBackFacts1800000980000,
  DataProducts1800001000000,
} from '@passerelle/platform/events/facts';
import {
  ActTables1763942420000,
  AuditVerification1800000950000,
  ReasonDigests1800000980000,
} from '@passerelle/platform/data/request-transaction';
import { Ledger1763942460000 } from './migrations/1763942460000-ledger.js';
import { Indicators1763942520000 } from './migrations/1763942520000-indicators.js';
import { ApiKeys1763942580000 } from './migrations/1763942580000-api-keys.js';
import { RateWindow1763943060000 } from './migrations/1763943060000-rate-window.js';
import { Calendar1800000500000 } from './migrations/1800000500000-calendar.js';
import { CalendarDone1800000520000 } from './migrations/1800000520000-calendar-done.js';
import { CalendarDepartments1800000950000 } from './migrations/1800000950000-calendar-departments.js';
import { ApiKeyChangedAt1800000960000 } from './migrations/1800000960000-api-key-changed-at.js';
import { CalendarFeeds1800000970000 } from './migrations/1800000970000-calendar-feeds.js';
import { TakenBack1800000980000 } from './migrations/1800000980000-taken-back.js';
import { Products1800001010000 } from './migrations/1800001010000-products.js';
import { Subscribers1800001020000 } from './migrations/1800001020000-subscribers.js';
import { PartnerStreams1800001040000 } from './migrations/1800001040000-partner-streams.js';
import { CalendarDepartment1800001150000 } from './migrations/1800001150000-calendar-department.js';

export const gatewayMigrations: Migrations = [
  FactTables1763942400000,
  NoRecordIndex1800000700000,
  TakenBackFacts1800000980000,
  DataProducts1800001000000,
  ActTables1763942420000,
  AuditVerification1800000950000,
  ReasonDigests1800000980000,
  Ledger1763942460000,
  Indicators1763942520000,
  ApiKeys1763942580000,
  RateWindow1763943060000,
  Calendar1800000500000,
  CalendarDone1800000520000,
  CalendarDepartments1800000950000,
  ApiKeyChangedAt1800000960000,
  CalendarFeeds1800000970000,
  TakenBack1800000980000,
  Products1800001010000,
  Subscribers1800001020000,
  PartnerStreams1800001040000,
  CalendarDepartment1800001150000,
];
