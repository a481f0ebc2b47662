import { Module } from '@nestjs/common';
import { PartnerStreams } from './partner-streams.keeper.js';

@Module({ providers: [PartnerStreams] })
export class PartnerStreamsModule {}
