import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VisibilityCascade } from '@passerelle/platform/features/records';
import { Bodies } from './bodies.operations.js';
import { BodyRecord } from './body.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([BodyRecord])],
  controllers: [Bodies],
  providers: [VisibilityCascade],
  exports: [VisibilityCascade],
})
export class BodiesModule {}
