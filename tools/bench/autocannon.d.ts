// The package brings no types of its own; this is the part of it that the bench uses.
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
    /** Each request is made anew from the one before. */
    requests?: { setupRequest: (request: Renewable) => Renewable }[];
  }

  interface Result {
    requests: { average: number };
    latency: { p50: number; p99: number };
    non2xx: number;
    errors: number;
  }

  export default function autocannon(options: Options): Promise<Result>;
}
