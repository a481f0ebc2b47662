// The package has no types; these cover the part that the bench uses.
declare module 'autocannon' {
  export interface Renewable {
    headers?: Record<string, string>;
  }

  interface Options {
    url: string;
    connections: number;
    duration: number;
    method?: 'GET' | 'POST';
    headers?: Record<string, string>;
    body?: string;
    /** Builds each request from the previous one. */
    requests?: { setupRequest: (request: Renewable) => Renewable }[];
  }

  interface Result {
    requests: { average: number; total: number };
    latency: { p50: number; p99: number };
    non2xx: number;
    errors: number;
  }

  export default function autocannon(options: Options): Promise<Result>;
}
