import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SeatsModule } from '../seats/seats.module.js';
import { People } from './people.operations.js';
import { PersonRecord } from './person.entity.js';

/** The people whom the Region calls, and their erasure. */
@Module({
  imports: [TypeOrmModule.forFeature([PersonRecord]), SeatsModule],
  controllers: [People],
})
export class PeopleModule {}
