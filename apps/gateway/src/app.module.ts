import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/features/audit-trail';
import { CalendarModule } from './calendar/calendar.module.js';
import { CodeListsModule } from './code-lists/code-lists.module.js';
import { DoorModule } from './door/door.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { PartnerStreamsModule } from './partner-streams/partner-streams.module.js';
import { ProductsModule } from './products/products.module.js';
import { SubscribersModule } from './subscribers/subscribers.module.js';

@Module({
  imports: [
    auditModule(),
    ApiKeysModule,
    CodeListsModule,
    DoorModule,
    LedgerModule,
    PartnerStreamsModule,
    ProductsModule,
    SubscribersModule,
    CalendarModule,
    IndicatorsModule,
  ],
})
export class AppModule {}
