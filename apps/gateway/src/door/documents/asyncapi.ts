import { Injectable } from '@nestjs/common';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { asyncApiDocument } from './asyncapi-document.js';
import { Directory } from '../routing/directory.js';
import { etagOf, reply } from '../http/request.js';

/** The document at `/doc/asyncapi.json`. */
@Injectable()
export class AsyncApi {
  private text: string | undefined;

  constructor(
    private readonly context: ServiceContext,
    private readonly directory: Directory,
  ) {
    directory.onChange(() => {
      this.text = undefined;
    });
  }

  answer(): RpcReply {
    const { settings, version } = this.context;
    const descriptions = [...this.directory.composition.accepted.values()];
    this.text ??= JSON.stringify(asyncApiDocument({ publicUrl: settings.PUBLIC_URL, version, descriptions }));
    return reply('application/json', this.text, { ETag: etagOf(this.text), 'Cache-Control': 'no-cache' });
  }
}
