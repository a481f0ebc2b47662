import { Kvm, type KV } from '@nats-io/kv';
import { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import type { ServiceContext } from '@passerelle/platform/runtime/service';

// The last description of every service, in JetStream, for one purpose: a gateway that restarts while services are down
// still knows their routes, and answers 503 instead of 404. Without JetStream the gateway works without this memory.

export class DescriptionStore {
  private bucket: Promise<KV> | undefined;
  private readonly unsaved = new Map<string, ServiceDescription>();
  private saving = false;

  constructor(private readonly context: ServiceContext) {}

  /** The stored descriptions; undefined while the store cannot be read. */
  async recall(): Promise<ServiceDescription[] | undefined> {
    try {
      return await this.readAll();
    } catch (error) {
      this.context.logger.warn({ reason: String(error) }, 'descriptions cannot be read');
      return undefined;
    }
  }

  keep(description: ServiceDescription): void {
    this.unsaved.set(description.service, description);
  }

  /** Stores descriptions; what cannot be written now is written at the next call. */
  async flush(): Promise<void> {
    if (this.saving || this.unsaved.size === 0) return;
    this.saving = true;
    try {
      for (const [service, description] of [...this.unsaved]) {
        const bucket = await this.open();
        await bucket.put(service, JSON.stringify(description));
        if (this.unsaved.get(service) === description) this.unsaved.delete(service);
      }
    } catch (error) {
      this.context.logger.warn({ reason: String(error) }, 'descriptions cannot be stored');
    } finally {
      this.saving = false;
    }
  }

  private async readAll(): Promise<ServiceDescription[]> {
    const bucket = await this.open();
    const found: ServiceDescription[] = [];
    for await (const service of await bucket.keys()) {
      const entry = await bucket.get(service);
      const description = ServiceDescription.safeParse(entry?.json());
      // A description stored in the format of another build is dropped: the service describes itself again.
      if (description.success) found.push(description.data);
    }
    return found;
  }

  private open(): Promise<KV> {
    this.bucket ??= new Kvm(this.context.connection).create('descriptions').catch((error: unknown) => {
      this.bucket = undefined;
      throw error;
    });
    return this.bucket;
  }
}
