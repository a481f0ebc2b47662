import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Bodies } from './bodies.operations.js';
import { BodyRecord } from './body.entity.js';

@Module({ imports: [TypeOrmModule.forFeature([BodyRecord])], controllers: [Bodies] })
export class BodiesModule {}
