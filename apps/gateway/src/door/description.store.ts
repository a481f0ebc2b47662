import { Kvm, type KV } from '@nats-io/kv';
import { ServiceDescription } from '@passerelle/platform/announcements';
import type { ServiceContext } from '@passerelle/platform/service';

// The last description of every service, in JetStream, for one purpose: a door that restarts while services are down
// still knows their routes, and answers 503 instead of 404. Without JetStream the door works; it only forgets.

export class DescriptionStore {
  private bucket: Promise<KV> | undefined;
  private readonly unsaved = new Map<string, ServiceDescription>();
  private saving = false;

  constructor(private readonly context: ServiceContext) {}

  /** What was kept; undefined while the store cannot be read. */
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

  /** Writes what is to be kept; what cannot be written now waits for the next call. */
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
      this.context.logger.warn({ reason: String(error) }, 'descriptions cannot be kept');
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
      // What another build of the door wrote in another shape is worth nothing: the service describes itself again.
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
