import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/config';
import { discover, discoveryAddress, type Discovery } from '@passerelle/platform/identity';
import { ServiceContext } from '@passerelle/platform/service';
import type { WireReply } from '@passerelle/platform/wire';
import { Directory } from './directory.js';
import { openApiDocument } from './openapi-document.js';
import { etagOf, reply } from './request.js';

const retryMs = 30_000;

/** The document at `/doc/openapi.json`: composed when what is served changes, not when it is asked for. */
@Injectable()
export class OpenApi implements OnApplicationBootstrap, OnApplicationShutdown {
  private composed: { readonly text: string; readonly etag: string } | undefined;
  private readonly discovered = new Map<string, Discovery>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
  ) {
    directory.onChange(() => {
      this.composed = undefined;
    });
  }

  onApplicationBootstrap(): void {
    void this.findEndpoints();
    this.timer = setInterval(() => void this.findEndpoints(), retryMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  answer(): WireReply {
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

  /** An issuer that is away is documented by its discovery address until it says where its tokens are asked for. */
  private async findEndpoints(): Promise<void> {
    for (const { issuer } of this.context.settings.ISSUERS) {
      if (this.discovered.has(issuer)) continue;
      const found = await discover(issuer).catch((error: unknown) => {
        this.context.logger.debug({ issuer, reason: String(error) }, 'issuer does not answer');
        return undefined;
      });
      if (found?.token_endpoint === undefined) continue;
      this.discovered.set(issuer, found);
      this.composed = undefined;
    }
  }
}
