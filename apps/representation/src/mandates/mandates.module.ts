import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SeatsModule } from '../seats/seats.module.js';
import { MandateRecord } from './mandate.entity.js';
import { MandatesController } from './mandates.controller.js';
import { MandatesService } from './mandates.service.js';

@Module({
  imports: [SeatsModule, TypeOrmModule.forFeature([MandateRecord])],
  controllers: [MandatesController],
  providers: [MandatesService],
})
export class MandatesModule {}
