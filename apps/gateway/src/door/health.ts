import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { Directory } from './routing/directory.js';
import { compareVersions } from './routing/instance-registry.js';
import { jsonReply } from './http/request.js';
import type { Recognise } from './routing/router.js';

type Status = 'UP' | 'DEGRADED' | 'DOWN';

/** The first NATS server version with everything that the outbox relay uses. */
const fullNats = '2.14.0';

/** Health of the system: its status is public, its components are for administrators. */
@Injectable()
export class Health {
  constructor(
    private readonly context: ServiceContext<DoorSettings>,
    private readonly directory: Directory,
  ) {}

  async answer(recognise: Recognise): Promise<RpcReply> {
    const status = this.status();
    const { caller } = await recognise();
    const details = caller.scopes.includes('admin') ? { nats: this.nats(), services: this.services() } : {};
    return {
      ...jsonReply({ status, ...details }, { 'Cache-Control': 'no-store' }),
      status: status === 'DOWN' ? 503 : 200,
    };
  }

  /** One missing service degrades the system; without NATS no service can be reached. */
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
      const { version, products } = described ?? {};
      const state = { instances: instances.length, ...(version === undefined ? {} : { version, products }) };
      return [service, reason === undefined ? state : { ...state, refused: reason }] as const;
    });
    return Object.fromEntries(entries);
  }
}
