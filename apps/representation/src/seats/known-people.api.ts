import { Injectable } from '@nestjs/common';
import type { Tx } from '@passerelle/platform/data/database';

/** Refuses a person to whom nothing may refer, and locks the others until the reference is saved. */
type Refusing = (tx: Tx, personId: string) => Promise<void>;

/** To whom a mandate may be given: the register of people says so. It registers here, as it also takes erased people from mandates. */
@Injectable()
export class KnownPeople {
  private refuse: Refusing = () => Promise.reject(new Error('the register of people is missing'));

  register(refuse: Refusing): void {
    this.refuse = refuse;
  }

  async refuseUnknown(tx: Tx, { personId }: { readonly personId?: string | undefined }): Promise<void> {
    if (personId !== undefined) await this.refuse(tx, personId);
  }
}
