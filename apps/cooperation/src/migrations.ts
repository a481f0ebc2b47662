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
import { Agreements1763942460000 } from './migrations/1763942460000-agreements.js';
import { ForumMeetings1763942520000 } from './migrations/1763942520000-forum-meetings.js';
import { PartyRows1763942580000 } from './migrations/1763942580000-party-rows.js';
import { Search1795549080000 } from './migrations/1795549080000-search.js';
import { Plans1800000100000 } from './migrations/1800000100000-plans.js';
import { Minutes1800000200000 } from './migrations/1800000200000-minutes.js';
import { Decisions1800000201000 } from './migrations/1800000201000-decisions.js';
import { Parties1800000202000 } from './migrations/1800000202000-parties.js';
import { Validity1800000203000 } from './migrations/1800000203000-validity.js';
import { JointStudies1800000300000 } from './migrations/1800000300000-joint-studies.js';
import { JointProgrammes1800000360000 } from './migrations/1800000360000-joint-programmes.js';
import { Consultations1800000400000 } from './migrations/1800000400000-consultations.js';
import { DataSharings1800000420000 } from './migrations/1800000420000-data-sharings.js';
import { FoldWords1800000600000 } from './migrations/1800000600000-fold-words.js';
import { ReferenceOrder1800000710000 } from './migrations/1800000710000-reference-order.js';
import { Retraction1800000800000 } from './migrations/1800000800000-retraction.js';
import { ChangedAt1800000910000 } from './migrations/1800000910000-changed-at.js';
import { OwnSource1800000920000 } from './migrations/1800000920000-own-source.js';
import { Mailbox1800000930000 } from './migrations/1800000930000-mailbox.js';
import { ContactParties1800000990000 } from './migrations/1800000990000-contact-parties.js';

export const cooperationMigrations: Migrations = [
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
  Agreements1763942460000,
  ForumMeetings1763942520000,
  PartyRows1763942580000,
  Search1795549080000,
  Plans1800000100000,
  Minutes1800000200000,
  Decisions1800000201000,
  Parties1800000202000,
  Validity1800000203000,
  JointStudies1800000300000,
  JointProgrammes1800000360000,
  Consultations1800000400000,
  DataSharings1800000420000,
  FoldWords1800000600000,
  ReferenceOrder1800000710000,
  Retraction1800000800000,
  ChangedAt1800000910000,
  OwnSource1800000920000,
  Mailbox1800000930000,
  ContactParties1800000990000,
];
