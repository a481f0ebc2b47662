import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { OfficeRecord } from './office.entity.js';
import { OfficesController } from './offices.controller.js';
import { OfficesService } from './offices.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([OfficeRecord]), MembershipsModule],
  controllers: [OfficesController],
  providers: [OfficesService],
})
export class OfficesModule {}
