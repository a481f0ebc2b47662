import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProgrammeRecord } from './programme.entity.js';
import { ProgrammeFollowers } from './programmes.api.js';
import { ProgrammesController } from './programmes.controller.js';
import { ProgrammesService } from './programmes.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ProgrammeRecord])],
  controllers: [ProgrammesController],
  providers: [ProgrammesService, ProgrammeFollowers],
  exports: [ProgrammeFollowers],
})
export class ProgrammesModule {}
