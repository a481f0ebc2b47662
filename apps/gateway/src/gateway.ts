import { referenceLists } from '@passerelle/domain/reference-list';
import { auditJobs, auditSealed } from '@passerelle/platform/features/audit-trail';
import { textJobs, textsTakenBack } from '@passerelle/platform/features/texts';
import { DoorSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { AppModule } from './app.module.js';
import { openDoor } from './door/server.js';
import { gatewayPolicy } from './gateway.policy.js';
import { gatewayMigrations } from './migrations.js';
import { rebuildProjections } from './rebuild.js';
import { takeBackHere } from './take-back.js';
import { sentences } from './texts/sentences.js';

/** The HTTP door, the ledger of all facts, and the figures computed from them. */
export const gateway: ServiceDefinition<DoorSettings> = {
  name: 'gateway',
  referencePrefix: 'GW',
  module: AppModule,
  settings: DoorSettings,
  migrations: gatewayMigrations,
  consumes: 'all',
  facts: [auditSealed.kind, textsTakenBack.kind],
  policy: gatewayPolicy,
  sentences,
  codeLists: referenceLists('calendarKinds'),
  jobs: { ...auditJobs, rebuild: (database) => rebuildProjections(database, new Date()) },
  ownerJobs: textJobs(takeBackHere),
  door: openDoor,
};
