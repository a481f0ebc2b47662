import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembershipYearRecord } from './membership-year.entity.js';
import { MembershipYears } from './membership-years.operations.js';

/** What a membership costs in a year, and by when it is decided whether it is kept. */
@Module({ imports: [TypeOrmModule.forFeature([MembershipYearRecord])], controllers: [MembershipYears] })
export class MembershipYearsModule {}
