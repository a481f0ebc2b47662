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
import { SearchConfigurations1763942440000 } from '@passerelle/platform/data/lists';
import { Programmes1763942460000 } from './migrations/1763942460000-programmes.js';
import { Projects1763942520000 } from './migrations/1763942520000-projects.js';
import { Partners1763942580000 } from './migrations/1763942580000-partners.js';
import { PartnerCity1763942640000 } from './migrations/1763942640000-partner-city.js';
import { Search1795549080000 } from './migrations/1795549080000-search.js';
import { OperationCodes1795971600000 } from './migrations/1795971600000-operation-codes.js';
import { FoldWords1800000600000 } from './migrations/1800000600000-fold-words.js';
import { ReferenceOrder1800000710000 } from './migrations/1800000710000-reference-order.js';
import { Retraction1800000800000 } from './migrations/1800000800000-retraction.js';
import { ChangedAt1800000910000 } from './migrations/1800000910000-changed-at.js';
import { Classification1800000990000 } from './migrations/1800000990000-classification.js';

export const projectsMigrations: Migrations = [
  FactTables1763942400000,
  NoRecordIndex1800000700000,
  TakenBackFacts1800000980000,
  DataProducts1800001000000,
  ActTables1763942420000,
  AuditVerification1800000950000,
  ReasonDigests1800000980000,
  SearchConfigurations1763942440000,
  Programmes1763942460000,
  Projects1763942520000,
  Partners1763942580000,
  PartnerCity1763942640000,
  Search1795549080000,
  OperationCodes1795971600000,
  FoldWords1800000600000,
  ReferenceOrder1800000710000,
  Retraction1800000800000,
  ChangedAt1800000910000,
  Classification1800000990000,
];
