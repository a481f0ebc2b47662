import { ServiceSettings } from '@passerelle/platform/config';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { AppModule } from './app.module.js';
import { networksMigrations } from './migrations.js';

/** Objective O3: active presence in Belgian, European and international networks, and Brussels promoted there. */
export const networks: ServiceDefinition = {
  name: 'networks',
  referencePrefix: 'NW',
  module: AppModule,
  settings: ServiceSettings,
  migrations: networksMigrations,
  facts: [],
};
