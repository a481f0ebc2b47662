import { goneAfterMs, type Announcement } from '@passerelle/platform/runtime/announcements';

// The instance registry. An instance is alive while it announces itself; it leaves by an announcement, or after a
// silence.

export interface Instance {
  /** A UUIDv7: later starts sort after earlier ones. */
  readonly instance: string;
  readonly version: string;
  /** Hash of the description that the instance serves. */
  readonly hash: string;
  readonly heardAt: number;
}

export class InstanceRegistry {
  private readonly services = new Map<string, Map<string, Instance>>();

  hear({ service, instance, version, hash, leaving }: Announcement, now = Date.now()): void {
    const instances = this.services.get(service) ?? new Map<string, Instance>();
    this.services.set(service, instances);
    if (leaving) instances.delete(instance);
    else instances.set(instance, { instance, version, hash, heardAt: now });
  }

  forgetSilent(now = Date.now()): void {
    for (const instances of this.services.values()) {
      for (const { instance, heardAt } of [...instances.values()])
        if (now - heardAt > goneAfterMs) instances.delete(instance);
    }
  }

  /** Every service that was ever announced. */
  heardOf(): string[] {
    return [...this.services.keys()];
  }

  live(service: string): Instance[] {
    return [...(this.services.get(service)?.values() ?? [])];
  }

  /**
   * The instance whose description is served: that of the lowest live version, so that a rolling upgrade never offers
   * what an old instance refuses.
   */
  authoritative(service: string): Instance | undefined {
    return this.live(service).sort(byVersionThenNewest)[0];
  }

  /** The hashes of the descriptions of all other live instances. */
  besides(service: string): string[] {
    const spoken = this.authoritative(service)?.hash;
    return [...new Set(this.live(service).map(({ hash }) => hash))].filter((hash) => hash !== spoken);
  }
}

const byVersionThenNewest = (one: Instance, other: Instance): number =>
  compareVersions(one.version, other.version) || other.instance.localeCompare(one.instance);

/** Numeric per part: 0.10.0 follows 0.9.1. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split(/[.+-]/).map((part) => Number(part) || 0));
  const parts = Array.from({ length: Math.max(left?.length ?? 0, right?.length ?? 0) }, (_, index) => index);
  const differing = parts.find((index) => (left?.[index] ?? 0) !== (right?.[index] ?? 0));
  return differing === undefined ? 0 : (left?.[differing] ?? 0) - (right?.[differing] ?? 0);
}
