import { Module } from '@nestjs/common';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { PartnerStreams } from './partner-streams.keeper.js';

@Module({ imports: [SubscribersModule], providers: [PartnerStreams] })
export class PartnerStreamsModule {}
