import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { discover, discoveryAddress, type Discovery } from '@passerelle/platform/access/identity';
import { Worker } from '@passerelle/platform/data/workers';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { Directory } from '../routing/directory.js';
import { openApiDocument } from './openapi-document.js';
import { etagOf, reply } from '../http/request.js';

const retryMs = 30_000;
const patienceMs = 3_000;

/** The document at `/doc/openapi.json`: composed when a description changes, not per request. */
@Injectable()
export class OpenApi implements OnApplicationBootstrap, OnApplicationShutdown {
  private composed: { readonly text: string; readonly etag: string } | undefined;
  private readonly discovered = new Map<string, Discovery>();
  private readonly worker: Worker;

  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
  ) {
    directory.onChange(() => {
      this.composed = undefined;
    });
    const run = (stop: AbortSignal): Promise<void> => this.findEndpoints(stop);
    this.worker = new Worker({ name: 'issuer endpoints', everyMs: retryMs, run }, context.logger);
  }

  onApplicationBootstrap(): void {
    this.worker.start();
    this.worker.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }

  answer(): RpcReply {
    this.composed ??= this.compose();
    const { text, etag } = this.composed;
    return reply('application/json', text, { ETag: etag, 'Cache-Control': 'no-cache' });
  }

  private compose(): { text: string; etag: string } {
    const { settings, version } = this.context;
    const issuers = settings.ISSUERS.map(({ issuer, docsClient }) => {
      const found = this.discovered.get(issuer);
      return {
        discovery: discoveryAddress(issuer),
        tokenUrl: found?.token_endpoint,
        authorizationUrl: docsClient === undefined ? undefined : found?.authorization_endpoint,
      };
    });
    const descriptions = [...this.directory.composition.accepted.values()];
    const text = JSON.stringify(openApiDocument({ publicUrl: settings.PUBLIC_URL, version, issuers, descriptions }));
    return { text, etag: etagOf(text) };
  }

  /** An unreachable issuer is documented by its discovery address until its endpoints are known. */
  private async findEndpoints(stop: AbortSignal): Promise<void> {
    for (const { issuer } of this.context.settings.ISSUERS) {
      if (stop.aborted || this.discovered.has(issuer)) continue;
      const found = await discover(issuer, AbortSignal.any([stop, AbortSignal.timeout(patienceMs)])).catch(
        (error: unknown) => {
          this.context.logger.debug({ issuer, reason: String(error) }, 'issuer does not answer');
          return undefined;
        },
      );
      if (found?.token_endpoint === undefined) continue;
      this.discovered.set(issuer, found);
      this.composed = undefined;
    }
  }
}
