import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BodiesModule } from '../bodies/bodies.module.js';
import { KnownPeople } from './known-people.api.js';
import { MandateRecord } from './mandate.entity.js';
import { Mandates } from './mandates.operations.js';
import { SeatRecord } from './seat.entity.js';
import { Seats } from './seats.operations.js';

/** Seats, and the mandates that give them to persons. */
@Module({
  imports: [TypeOrmModule.forFeature([SeatRecord, MandateRecord]), BodiesModule],
  controllers: [Seats, Mandates],
  providers: [KnownPeople],
  exports: [KnownPeople],
})
export class SeatsModule {}
