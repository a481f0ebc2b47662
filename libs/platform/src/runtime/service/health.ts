import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Check } from '../dependencies/index.js';

// Health on the service's own port, never on the public door. Liveness checks only whether this process can still work;
// readiness checks its database and its broker, at most once a second regardless of the number of probes. The port opens before
// either is available: a waiting service is alive, and reports what it waits for.

export interface Checks {
  /** False when only a restart helps. */
  readonly alive: () => boolean;
  /** For each dependency its name, whether it is available, and if not, why. */
  readonly ready: () => Promise<Readonly<Record<string, Check>>>;
}

interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A figure with one value, or with one for each of the labels that `values` gives. */
export type Gauges = Readonly<
  Record<
    string,
    | { readonly help: string; readonly value: () => number | Promise<number> }
    | { readonly help: string; readonly labels: string[]; readonly values: () => Promise<readonly Labelled[]> }
  >
>;

const freshMs = 1_000;

export class Health {
  private readonly registry = new Registry();
  private readonly server: Server;
  private phase: 'starting' | 'serving' | 'leaving' = 'starting';
  private known: { at: number; checks: Promise<Readonly<Record<string, Check>>> } | undefined;

  constructor(
    private readonly service: string,
    private readonly checks: Checks,
  ) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    this.server = createServer((request, response) => void this.answer(request.url ?? '', response));
    this.server.requestTimeout = 5_000;
  }

  /** The metrics, available once the service is composed. */
  measure(gauges: Gauges): void {
    for (const [name, gauge] of Object.entries(gauges)) {
      const labelNames = 'labels' in gauge ? gauge.labels : [];
      this.registry.registerMetric(
        new Gauge({
          name,
          help: gauge.help,
          labelNames,
          registers: [],
          async collect() {
            if ('value' in gauge) return this.set(await gauge.value());
            const values = await gauge.values();
            // A label that is gone must not keep its last value.
            this.reset();
            for (const { labels, value } of values) this.set(labels, value);
          },
        }),
      );
    }
  }

  /** Returns the port it listens on. */
  listen(port: number, address: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, address, () => resolve(portOf(this.server.address())));
    });
  }

  /** Readiness now follows the checks; before this call it is false, as no call is answered yet. */
  enter(): void {
    this.phase = 'serving';
  }

  /** From now on not ready, so that load balancers stop sending requests. */
  leave(): void {
    this.phase = 'leaving';
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(path: string, response: ServerResponse): Promise<void> {
    if (path === '/livez')
      return send(response, this.checks.alive() ? 200 : 503, { status: this.checks.alive() ? 'UP' : 'DOWN' });
    if (path === '/metrics') {
      response.setHeader('Content-Type', this.registry.contentType);
      response.end(await this.registry.metrics());
      return;
    }
    if (path !== '/readyz') return send(response, 404, {});
    const checks = await this.readiness();
    const up = this.phase === 'serving' && Object.values(checks).every(({ status }) => status === 'UP');
    send(response, up ? 200 : 503, {
      status: up ? 'UP' : 'DOWN',
      service: this.service,
      phase: this.phase,
      checks,
    });
  }

  private readiness(): Promise<Readonly<Record<string, Check>>> {
    const now = Date.now();
    if (this.known === undefined || now - this.known.at > freshMs)
      this.known = { at: now, checks: this.checks.ready() };
    return this.known.checks;
  }
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
