import { Module } from '@nestjs/common';
import { Benefits } from './benefits.operations.js';

@Module({ controllers: [Benefits] })
export class BenefitsModule {}
