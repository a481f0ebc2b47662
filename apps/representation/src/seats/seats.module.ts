import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SeatRecord } from './seat.entity.js';
import { Occupancies } from './seats.api.js';
import { SeatsController } from './seats.controller.js';
import { SeatsService } from './seats.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([SeatRecord])],
  controllers: [SeatsController],
  providers: [SeatsService, Occupancies],
  exports: [Occupancies],
})
export class SeatsModule {}
