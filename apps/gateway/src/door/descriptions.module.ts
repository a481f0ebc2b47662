import { Module } from '@nestjs/common';
import { Descriptions } from './descriptions.facts.js';

@Module({ providers: [Descriptions], exports: [Descriptions] })
export class DescriptionsModule {}
