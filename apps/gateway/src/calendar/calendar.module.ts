import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressCredentialsModule } from '../door/http/address-credentials.module.js';
import { DescriptionsModule } from '../door/routing/descriptions.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { KnownServices } from './known-services.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarService } from './calendar.service.js';
import { CalendarWorker } from './calendar.worker.js';
import { CalendarFeedRecord } from './feeds/calendar-feed.entity.js';
import { CalendarFeeds } from './feeds/calendar-feeds.operations.js';
import { KnownFeeds } from './feeds/known-feeds.js';

@Module({
  imports: [LedgerModule, DescriptionsModule, AddressCredentialsModule, TypeOrmModule.forFeature([CalendarFeedRecord])],
  controllers: [CalendarController, CalendarFeeds],
  providers: [CalendarWorker, CalendarService, KnownServices, KnownFeeds],
})
export class CalendarModule {}
