import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KnownPeople } from './known-people.api.js';
import { MandateRecord } from './mandate.entity.js';
import { Mandates } from './mandates.operations.js';
import { SeatRecord } from './seat.entity.js';
import { SeatWatch } from './seat-watch.js';
import { Seats } from './seats.operations.js';

/** Seats, and the mandates that give them to persons. */
@Module({
  imports: [TypeOrmModule.forFeature([SeatRecord, MandateRecord])],
  controllers: [Seats, Mandates],
  providers: [SeatWatch, KnownPeople],
  exports: [KnownPeople],
})
export class SeatsModule {}
