import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../kernel/telemetry/index.js';

// A dependency without which a service answers no call. The start (which waits for it), the readiness probe and the log use the
// same check, so they report the same reason.

export interface Check {
  readonly status: 'UP' | 'DOWN';
  /** Why it is missing, in plain words and without secrets. */
  readonly reason?: string;
}

/** Why the dependency is missing; undefined when it is available. Receives the previous reason. */
export type Ask = (before: string | undefined) => Promise<string | undefined>;

const patienceMs = 4_000;
const retryMs = 500;
/** While a reason lasts, it is logged this often. */
const repeatMs = 60_000;

export class Dependency {
  private reason: string | undefined;
  private logged: { readonly reason: string; readonly at: number; readonly since: number } | undefined;
  private asking: Promise<boolean> | undefined;
  private quiet = false;

  constructor(
    readonly name: string,
    private readonly ask: Ask,
    private readonly logger: Logger,
    unasked = 'was not checked yet',
  ) {
    this.reason = unasked;
  }

  get check(): Check {
    return this.reason === undefined ? { status: 'UP' } : { status: 'DOWN', reason: this.reason };
  }

  /** Checks now, and returns whether it is available; concurrent callers share one check. */
  look(): Promise<boolean> {
    this.asking ??= this.judge().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Checks until it is available; `stop` aborts the wait. */
  async until(stop: AbortSignal): Promise<void> {
    while (!(await this.look())) await pause(retryMs, undefined, { signal: stop });
  }

  /** From now on nothing is logged. */
  quieten(): void {
    this.quiet = true;
  }

  private async judge(): Promise<boolean> {
    const waited = new AbortController();
    const late = pause(patienceMs, `gives no answer within ${patienceMs / 1_000} seconds`, waited).catch(
      () => undefined,
    );
    const reason = await Promise.race([this.ask(this.reason), late]);
    waited.abort();
    this.note(reason);
    return reason === undefined;
  }

  private note(reason: string | undefined): void {
    this.reason = reason;
    if (this.quiet) return;
    const { logged } = this;
    const now = Date.now();
    if (reason === undefined) {
      this.logged = undefined;
      if (logged !== undefined) this.logger.info({ need: this.name, forMs: now - logged.since }, `has ${this.name}`);
      return;
    }
    if (reason === logged?.reason && now - logged.at < repeatMs) return;
    this.logged = { reason, at: now, since: logged?.since ?? now };
    this.logger.warn({ need: this.name, reason }, `waits for ${this.name}`);
  }
}
