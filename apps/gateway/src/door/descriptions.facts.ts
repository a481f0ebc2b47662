import { Injectable } from '@nestjs/common';
import type { ServiceDescription } from '@passerelle/platform/announcements';

// What the door hands on to other slices: what the services that are served say of themselves.

type Listener = (descriptions: readonly ServiceDescription[]) => void;

@Injectable()
export class Descriptions {
  private readonly listeners: Listener[] = [];
  private served: readonly ServiceDescription[] = [];

  /** `listener` hears what is served now, and again whenever that changes. */
  onChange(listener: Listener): void {
    this.listeners.push(listener);
    listener(this.served);
  }

  tell(served: readonly ServiceDescription[]): void {
    this.served = served;
    for (const listener of this.listeners) listener(served);
  }
}
