import { Injectable } from '@nestjs/common';
import { startOfDay, today } from '@passerelle/domain/period';

/** The current time; a test lets midnights pass by replacing `now`. */
@Injectable()
export class Clock {
  now: () => Date = () => new Date();

  /** The day in Brussels. */
  today(): string {
    return today(this.now());
  }

  /** The instant at which that day began. */
  midnight(): string {
    return startOfDay(this.today()).toISOString();
  }
}
