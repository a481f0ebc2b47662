import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/config';
import { ServiceContext } from '@passerelle/platform/service';
import type { WireReply } from '@passerelle/platform/wire';
import { Directory } from './directory.js';
import { compareVersions } from './roll-call.js';
import { jsonReply } from './request.js';
import type { Recognise } from './router.js';

type Status = 'UP' | 'DEGRADED' | 'DOWN';

/** From this version on a NATS server does all that the relay may ask of it. */
const fullNats = '2.14.0';

/** How the whole is: everybody may know whether it works, only administrators what it is made of. */
@Injectable()
export class Health {
  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
  ) {}

  async answer(recognise: Recognise): Promise<WireReply> {
    const status = this.status();
    const { caller } = await recognise();
    const details = caller.scopes.includes('admin') ? { nats: this.nats(), services: this.services() } : {};
    return {
      ...jsonReply({ status, ...details }, { 'Cache-Control': 'no-store' }),
      status: status === 'DOWN' ? 503 : 200,
    };
  }

  /** One service down is one service down; without NATS nobody can be reached. */
  private status(): Status {
    if (!this.directory.connected) return 'DOWN';
    const absent = [...this.directory.services().values()].some((instances) => instances.length === 0);
    return absent ? 'DEGRADED' : 'UP';
  }

  private nats(): object {
    const version = this.context.connection.info?.version;
    if (!this.directory.connected || version === undefined) return { connected: false };
    return { connected: true, version, mode: compareVersions(version, fullNats) < 0 ? 'reduced' : 'full' };
  }

  private services(): object {
    const { accepted, refused } = this.directory.composition;
    const entries = [...this.directory.services()].map(([service, instances]) => {
      const described = accepted.get(service);
      const reason = refused.get(service);
      const state = { instances: instances.length, ...(described === undefined ? {} : { version: described.version }) };
      return [service, reason === undefined ? state : { ...state, refused: reason }] as const;
    });
    return Object.fromEntries(entries);
  }
}
