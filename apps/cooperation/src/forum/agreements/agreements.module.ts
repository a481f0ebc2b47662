import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementRecord } from './agreement.entity.js';
import { Agreements } from './agreements.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([AgreementRecord])], controllers: [Agreements] })
export class AgreementsModule {}
