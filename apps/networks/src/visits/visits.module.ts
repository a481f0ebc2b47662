import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VisitRecord } from './visit.entity.js';
import { Visits } from './visits.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([VisitRecord])], controllers: [Visits] })
export class VisitsModule {}
