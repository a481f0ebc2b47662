import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { missingScope, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { Operation, text, type Call, type TextAnswer } from '@passerelle/platform/runtime/operations';
import { tooManyWaiting } from './long-polls.js';
import { productRestarted } from './product-cursor.api.js';
import {
  Checkpoints,
  EventBatch,
  EventsQuery,
  longestWaitSec,
  Product,
  ProductPage,
  Snapshot,
  SnapshotQuery,
} from './products.schema.js';
import { ProductsService } from './products.service.js';

const whoMay =
  'Whoever may read what is public follows the products `public.…`; those of a region follow its caller with the scope `products:read`.';

@Controller()
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Operation({
    route: 'GET /products',
    summary: 'List the data products that you may follow, each with its present end',
    description: `A product is every fact that its readers may see, in order. ${whoMay}`,
    scope: 'public',
    returns: ProductPage,
  })
  list(call: Call): Promise<Page> {
    return this.products.list(call.caller);
  }

  @Operation({
    route: 'GET /products/{product}',
    summary: 'Read where a data product ends at present',
    scope: 'public',
    returns: Product,
    refuses: [resourceNotFound, missingScope],
  })
  read({ caller, params }: Call<undefined, 'product'>): Promise<object> {
    return this.products.read(caller, params.product);
  }

  @Operation({
    id: 'followProduct',
    route: 'GET /products/{product}/events',
    summary: 'Follow a data product: its events after a cursor, in order',
    description: `A batch of CloudEvents, at most 100. The header \`Link\` has the address of the next page, also where this one is empty. A full page never changes. ${whoMay}`,
    scope: 'public',
    query: EventsQuery,
    waitsSec: longestWaitSec,
    refuses: [resourceNotFound, missingScope, productRestarted, tooManyWaiting],
    returns: text('application/cloudevents-batch+json', EventBatch),
  })
  events(call: Call<undefined, 'product', EventsQuery>): Promise<TextAnswer> {
    return this.products.events(call);
  }

  @Operation({
    id: 'readProductSnapshot',
    route: 'GET /products/{product}/snapshot',
    summary: 'Read the present state of each record in a data product, and where to go on from',
    description:
      'The last event of each record, at most 100 a page. Events after `cursor` may come again that a later page already had: the higher `sequence` of a record counts.',
    scope: 'public',
    query: SnapshotQuery,
    refuses: [resourceNotFound, missingScope, productRestarted],
    returns: text('application/json', Snapshot),
  })
  snapshot(call: Call<undefined, 'product', SnapshotQuery>): Promise<TextAnswer> {
    return this.products.snapshot(call);
  }

  @Operation({
    id: 'listProductCheckpoints',
    route: 'GET /products/{product}/checkpoints',
    summary: 'Prove that no event of a data product is missing',
    description:
      'Per 1,000 events their count and the chain at the last one: h(n) = SHA-256(h(n-1), then the ASCII of `id` and of `datasha256`); h(0) is 32 zero bytes.',
    scope: 'public',
    returns: Checkpoints,
    refuses: [resourceNotFound, missingScope],
  })
  checkpoints({ caller, params }: Call<undefined, 'product'>): Promise<Page> {
    return this.products.checkpoints(caller, params.product);
  }
}
