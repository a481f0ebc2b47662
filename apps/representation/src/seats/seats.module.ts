import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SeatRecord } from './seat.entity.js';
import { SeatsController } from './seats.controller.js';
import { SeatsService } from './seats.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([SeatRecord])],
  controllers: [SeatsController],
  providers: [SeatsService],
})
export class SeatsModule {}
