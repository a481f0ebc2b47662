import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { OfficeRecord } from './office.entity.js';
import { Offices } from './offices.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([OfficeRecord]), MembershipsModule], controllers: [Offices] })
export class OfficesModule {}
