import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PracticeRecord } from './practice.entity.js';
import { Practices } from './practices.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([PracticeRecord])], controllers: [Practices] })
export class PracticesModule {}
