import { Injectable } from '@nestjs/common';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';

// What the door offers to other slices: the descriptions of the services that are served.

type Listener = (descriptions: readonly ServiceDescription[]) => void;

@Injectable()
export class Descriptions {
  private readonly listeners: Listener[] = [];
  private served: readonly ServiceDescription[] = [];

  serves(name: string): boolean {
    return this.served.some(({ service }) => service === name);
  }

  /** Calls `listener` with the descriptions served now, and again whenever they change. */
  onChange(listener: Listener): void {
    this.listeners.push(listener);
    listener(this.served);
  }

  tell(served: readonly ServiceDescription[]): void {
    this.served = served;
    for (const listener of this.listeners) listener(served);
  }
}
