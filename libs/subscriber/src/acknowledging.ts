import type { State } from './state.js';

interface Delivered {
  readonly sequence: number;
  /** The subject that acknowledges it. */
  readonly reply: string;
}

/**
 * What was delivered and is not acknowledged yet, by sequence. A message is acknowledged once the state that settles its event was
 * saved, and not before: else a crash in between would lose it.
 */
export class Acknowledging {
  /** Ascending: sequences are added in order. */
  private readonly replies = new Map<number, string>();

  constructor(private readonly send: (reply: string) => void) {}

  add({ sequence, reply }: Delivered): void {
    this.replies.set(sequence, reply);
  }

  /** A message that was read before came again: if it is settled and saved, its acknowledgement was lost on the way. */
  again({ sequence, reply }: Delivered): void {
    if (this.replies.has(sequence)) this.replies.set(sequence, reply);
    else this.send(reply);
  }

  saved({ sequence: settled = 0, ahead }: State): void {
    let range = 0;
    for (const [sequence, reply] of this.replies) {
      while ((ahead[range]?.[1] ?? Infinity) < sequence) range += 1;
      const from = ahead[range]?.[0] ?? Infinity;
      if (sequence > settled && sequence < from) continue;
      this.replies.delete(sequence);
      this.send(reply);
    }
  }
}
