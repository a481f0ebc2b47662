import { auditSealed } from '@passerelle/platform/audit';
import { DoorSettings } from '@passerelle/platform/config';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { AppModule } from './app.module.js';
import { openDoor } from './door/http.js';
import { gatewayPolicy } from './gateway.policy.js';
import { gatewayMigrations } from './migrations.js';
import { rebuildProjections } from './rebuild.js';

/** The one HTTP door, the ledger of all facts, and the figures that follow from it. */
export const gateway: ServiceDefinition<DoorSettings> = {
  name: 'gateway',
  referencePrefix: 'GW',
  module: AppModule,
  settings: DoorSettings,
  migrations: gatewayMigrations,
  facts: [auditSealed.kind],
  policy: gatewayPolicy,
  jobs: { rebuild: (database) => rebuildProjections(database, new Date()) },
  door: openDoor,
};
