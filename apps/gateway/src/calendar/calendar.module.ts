import { Module } from '@nestjs/common';
import { DescriptionsModule } from '../door/descriptions.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarService } from './calendar.service.js';
import { CalendarKeeper } from './keeper.service.js';

@Module({
  imports: [LedgerModule, DescriptionsModule],
  controllers: [CalendarController],
  providers: [CalendarKeeper, CalendarService],
})
export class CalendarModule {}
