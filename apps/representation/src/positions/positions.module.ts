import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PositionRecord } from './position.entity.js';
import { Positions } from './positions.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([PositionRecord])], controllers: [Positions] })
export class PositionsModule {}
