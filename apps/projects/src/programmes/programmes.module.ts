import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProgrammeRecord } from './programme.entity.js';
import { ProgrammeFollowers } from './programmes.api.js';
import { Programmes } from './programmes.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([ProgrammeRecord])],
  controllers: [Programmes],
  providers: [ProgrammeFollowers],
  exports: [ProgrammeFollowers],
})
export class ProgrammesModule {}
