import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactPointRecord } from './contact-point.entity.js';
import { ContactPoints } from './contact-points.operations.js';
import { Parties } from './parties.operations.js';
import { PartyRecord } from './party.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([PartyRecord, ContactPointRecord])],
  controllers: [Parties, ContactPoints],
})
export class PartiesModule {}
