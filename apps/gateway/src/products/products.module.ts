import { Module } from '@nestjs/common';
import { DescriptionsModule } from '../door/routing/descriptions.module.js';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { LongPolls } from './long-polls.js';
import { ProductsController } from './products.controller.js';
import { ProductsReader } from './products.reader.js';
import { ProductsService } from './products.service.js';

@Module({
  imports: [DescriptionsModule, SubscribersModule],
  controllers: [ProductsController],
  providers: [LongPolls, ProductsReader, ProductsService],
})
export class ProductsModule {}
