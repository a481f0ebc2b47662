import { Module } from '@nestjs/common';
import { DescriptionsModule } from '../door/routing/descriptions.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { KnownServices } from './calendar.api.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarService } from './calendar.service.js';
import { CalendarWorker } from './calendar.worker.js';

@Module({
  imports: [LedgerModule, DescriptionsModule],
  controllers: [CalendarController],
  providers: [CalendarWorker, CalendarService, KnownServices],
  exports: [KnownServices],
})
export class CalendarModule {}
