import { Injectable } from '@nestjs/common';
import { asRefusal } from '@passerelle/platform/kernel/problems';
import type { RateLimitSession } from './rate-limit-session.js';

// Limits how many wrong keys, tokens or secret addresses an address may try. A credential that was accepted here recently is not counted:
// a flood of wrong ones from a shared address must not lock out its known users.

const mostAccepted = 10_000;
const acceptedMs = 600_000;

@Injectable()
export class CredentialThrottle {
  private readonly accepted = new Map<string, number>();
  private readonly trying = new Map<string, Promise<void>>();

  /** Runs `recognise`; a refused credential costs the address a turn, an accepted one costs nothing. */
  async recognise<Known>(
    credential: string | undefined,
    visit: RateLimitSession,
    recognise: () => Promise<Known>,
  ): Promise<Known> {
    if (credential === undefined) return recognise();
    // A client that opens with many concurrent calls verifies its token once.
    await this.trying.get(credential);
    if (this.wasAccepted(credential)) return recognise();
    const recognised = visit.take('wrongTokens').then(recognise);
    const tried = recognised.then(
      () => this.accept(credential, visit),
      // An issuer that is down says nothing about the token.
      (error: unknown) => (isWrong(error) ? undefined : visit.giveBack()),
    );
    this.trying.set(credential, tried);
    await tried.finally(() => this.trying.delete(credential));
    return recognised;
  }

  private accept(credential: string, visit: RateLimitSession): void {
    visit.giveBack();
    if (this.accepted.size >= mostAccepted) this.accepted.clear();
    this.accepted.set(credential, Date.now() + acceptedMs);
  }

  private wasAccepted(credential: string): boolean {
    return (this.accepted.get(credential) ?? 0) > Date.now();
  }
}

/** 404 is the answer to a wrong secret in an address. */
const isWrong = (error: unknown): boolean => [401, 404].includes(asRefusal(error).kind.status);
