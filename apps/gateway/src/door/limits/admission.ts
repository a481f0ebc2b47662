import { Injectable } from '@nestjs/common';
import { asRefusal } from '@passerelle/platform/problems';
import type { Visit } from './visit.js';

// Nobody may try keys or tokens without end. A credential that was accepted here a moment ago is not counted: whoever
// floods the door with wrong ones from a shared address must not lock out those who are known at it.

const mostAccepted = 10_000;
const acceptedMs = 600_000;

@Injectable()
export class Admission {
  private readonly accepted = new Map<string, number>();
  private readonly trying = new Map<string, Promise<void>>();

  /** Runs `recognise`; a credential that it refuses costs the address a turn, one that it accepts costs nothing. */
  async recognise<Known>(
    credential: string | undefined,
    visit: Visit,
    recognise: () => Promise<Known>,
  ): Promise<Known> {
    if (credential === undefined) return recognise();
    // A client that opens with many calls at once tries its token once.
    await this.trying.get(credential);
    if (this.wasAccepted(credential)) return recognise();
    const recognised = visit.take('wrongTokens').then(recognise);
    const tried = recognised.then(
      () => this.accept(credential, visit),
      // An issuer that is down says nothing about the token.
      (error: unknown) => (asRefusal(error).kind.status === 401 ? undefined : visit.giveBack()),
    );
    this.trying.set(credential, tried);
    await tried.finally(() => this.trying.delete(credential));
    return recognised;
  }

  private accept(credential: string, visit: Visit): void {
    visit.giveBack();
    if (this.accepted.size >= mostAccepted) this.accepted.clear();
    this.accepted.set(credential, Date.now() + acceptedMs);
  }

  private wasAccepted(credential: string): boolean {
    return (this.accepted.get(credential) ?? 0) > Date.now();
  }
}
