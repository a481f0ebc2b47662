import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PartnerRecord } from './partner.entity.js';
import { Partners } from './partners.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([PartnerRecord])], controllers: [Partners] })
export class PartnersModule {}
