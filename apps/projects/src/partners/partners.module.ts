import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProjectsModule } from '../projects/projects.module.js';
import { PartnerRecord } from './partner.entity.js';
import { PartnersController } from './partners.controller.js';
import { PartnersService } from './partners.service.js';

@Module({
  imports: [ProjectsModule, TypeOrmModule.forFeature([PartnerRecord])],
  controllers: [PartnersController],
  providers: [PartnersService],
})
export class PartnersModule {}
