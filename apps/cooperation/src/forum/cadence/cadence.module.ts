import { Module } from '@nestjs/common';
import { CadenceWatch } from './cadence-watch.js';

@Module({ providers: [CadenceWatch] })
export class CadenceModule {}
