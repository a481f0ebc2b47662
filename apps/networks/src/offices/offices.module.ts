import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OfficeRecord } from './office.entity.js';
import { Offices } from './offices.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([OfficeRecord])], controllers: [Offices] })
export class OfficesModule {}
