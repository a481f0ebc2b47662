import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProjectsModule } from '../projects.module.js';
import { PartnerRecord } from './partner.entity.js';
import { Partners } from './partners.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([PartnerRecord]), ProjectsModule], controllers: [Partners] })
export class PartnersModule {}
