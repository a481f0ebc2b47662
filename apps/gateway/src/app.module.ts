import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/audit';
import { DoorModule } from './door/door.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { LedgerModule } from './ledger/ledger.module.js';

@Module({ imports: [auditModule('gateway'), IdentityModule, DoorModule, LedgerModule, IndicatorsModule] })
export class AppModule {}
