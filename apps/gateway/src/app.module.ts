import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/audit';
import { referenceModule } from '@passerelle/platform/reference';
import { CalendarModule } from './calendar/calendar.module.js';
import { DoorModule } from './door/door.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { LedgerModule } from './ledger/ledger.module.js';

@Module({
  imports: [
    auditModule('gateway'),
    referenceModule(['calendarKinds']),
    IdentityModule,
    DoorModule,
    LedgerModule,
    CalendarModule,
    IndicatorsModule,
  ],
})
export class AppModule {}
