import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BodiesController } from './bodies.controller.js';
import { BodiesService } from './bodies.service.js';
import { BodyRecord } from './body.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([BodyRecord])],
  controllers: [BodiesController],
  providers: [BodiesService],
})
export class BodiesModule {}
