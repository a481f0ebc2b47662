import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactPointRecord } from './contact-point.entity.js';
import { ContactPointsController } from './contact-points.controller.js';
import { ContactPointsService } from './contact-points.service.js';
import { PartiesController } from './parties.controller.js';
import { PartiesService } from './parties.service.js';
import { PartyRecord } from './party.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([PartyRecord, ContactPointRecord])],
  controllers: [PartiesController, ContactPointsController],
  providers: [PartiesService, ContactPointsService],
})
export class PartiesModule {}
