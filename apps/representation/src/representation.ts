import { ServiceSettings } from '@passerelle/platform/config';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { AppModule } from './app.module.js';
import { representationMigrations } from './migrations.js';

/** Objective O2: the Region represented and its interests defended in Belgian, European and international bodies. */
export const representation: ServiceDefinition = {
  name: 'representation',
  referencePrefix: 'RP',
  module: AppModule,
  settings: ServiceSettings,
  migrations: representationMigrations,
  facts: [],
};
