import { Module } from '@nestjs/common';
import { DescriptionsModule } from '../door/routing/descriptions.module.js';
import { CodeListsController } from './code-lists.controller.js';
import { CodeLists } from './code-lists.js';

@Module({ imports: [DescriptionsModule], controllers: [CodeListsController], providers: [CodeLists] })
export class CodeListsModule {}
