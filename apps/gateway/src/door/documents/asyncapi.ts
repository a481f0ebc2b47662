import { Injectable } from '@nestjs/common';
import { discoveryAddress } from '@passerelle/platform/access/identity';
import { productName, type Product } from '@passerelle/platform/events/facts';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { etagOf, reply } from '../http/request.js';
import { Directory } from '../routing/directory.js';
import type { Recognise } from '../routing/router.js';
import { asyncApiDocument } from './asyncapi-document.js';
import { productsDocument } from './asyncapi-products.js';

const ending = '.json';

/**
 * The AsyncAPI documents, each for those who may follow what it describes: the public products for everybody, a region's products for
 * its callers, and the internal facts for callers of the region that runs the installation, which may read all of them.
 */
@Injectable()
export class AsyncApi {
  /** By product; composed when a description changes, not per request. */
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
  ) {
    directory.onChange(() => this.texts.clear());
  }

  /** `/doc/asyncapi.json`: the public products of all services. */
  answer(): RpcReply {
    return this.served('public', () => this.composed('public', this.descriptions()));
  }

  /** `/doc/asyncapi/party.cooperation.BE-VLG.json`. To others a product of a region does not exist. */
  async answerFor(file: string, recognise: Recognise): Promise<RpcReply> {
    const name = file.endsWith(ending) ? file.slice(0, -ending.length) : '';
    const found = this.descriptions()
      .flatMap((description) => description.products.map((product) => ({ description, product })))
      .find(({ description, product }) => productName(description.service, product) === name);
    if (found?.product === 'public') return this.served(name, () => this.composed('public', [found.description]));
    const { party } = (await recognise()).caller;
    const isHome = party !== undefined && party === this.context.settings.HOME_PARTY;
    if (name === 'internal' && isHome) return this.served(name, () => this.internal(), 'private, no-cache');
    if (found === undefined || !(isHome || found.product === `party.${party}`)) throw refusal(resourceNotFound);
    const compose = (): string => this.composed(found.product, [found.description]);
    return this.served(name, compose, 'private, no-cache');
  }

  private served(name: string, compose: () => string, caching = 'no-cache'): RpcReply {
    const text = this.texts.get(name) ?? compose();
    this.texts.set(name, text);
    return reply('application/json', text, { ETag: etagOf(text), 'Cache-Control': caching });
  }

  private composed(product: Product, descriptions: readonly ServiceDescription[]): string {
    const { settings, version } = this.context;
    const issuers = settings.ISSUERS.map(({ issuer }) => discoveryAddress(issuer));
    const { PUBLIC_URL: publicUrl, NATS_PUBLIC_URL: natsUrl } = settings;
    const given = { publicUrl, natsUrl, version, issuers, descriptions, product };
    return JSON.stringify(productsDocument(given));
  }

  private internal(): string {
    const { settings, version } = this.context;
    const descriptions = this.descriptions();
    return JSON.stringify(asyncApiDocument({ publicUrl: settings.PUBLIC_URL, version, descriptions }));
  }

  private readonly descriptions = (): ServiceDescription[] => [...this.directory.composition.accepted.values()];
}
