import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VisibilityRecord } from './visibility.entity.js';
import { Visibility } from './visibility.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([VisibilityRecord])], controllers: [Visibility] })
export class VisibilityModule {}
