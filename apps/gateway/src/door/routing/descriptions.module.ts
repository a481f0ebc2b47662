import { Module } from '@nestjs/common';
import { Descriptions } from './descriptions.api.js';

@Module({ providers: [Descriptions], exports: [Descriptions] })
export class DescriptionsModule {}
