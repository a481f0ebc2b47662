// Generated from the folder `migrations` by `npm run migration`: not edited by hand.
import type { Migrations } from '@passerelle/platform/database';
import { FactTables1763942400000 } from '@passerelle/platform/facts';

export const representationMigrations: Migrations = [FactTables1763942400000];
