import { Module } from '@nestjs/common';
import { DoorModule } from './door/door.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { LedgerModule } from './ledger/ledger.module.js';

@Module({ imports: [DoorModule, LedgerModule, IndicatorsModule] })
export class AppModule {}
