/** Asks the gateway, as the administrator, which services it serves. */
import { services } from './nats-config.ts';
import { until } from './processes.ts';
import type { Ready } from './report.ts';

interface Health {
  services?: Record<string, { instances: number; version?: string; refused?: string }>;
}

/** A token of one of the local clients. */
export async function tokenOf(client: string, { clients, tokenEndpoint }: Ready): Promise<string> {
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:${clients[client]?.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(5_000),
  });
  const { access_token: token } = JSON.parse(await answer.text());
  if (typeof token !== 'string') throw new Error(`The issuer gives no token to ${client} (status ${answer.status})`);
  return token;
}

/**
 * Services announce themselves over NATS, so they may be ready a moment before the gateway has composed their routes.
 * Returns a description of what is still missing when the limit passes.
 */
export async function untilServed(ready: Ready, limitMs = 15_000): Promise<string[]> {
  const token = await tokenOf('admin', ready);
  let missing: string[] = [];
  await until(async () => (missing = notServed(await health(ready, token))).length === 0, limitMs, 100);
  return missing;
}

async function health({ gateway }: Ready, token: string): Promise<Health> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${gateway}/health`, { headers, signal: AbortSignal.timeout(5_000) });
  return JSON.parse(await answer.text());
}

function notServed({ services: known = {} }: Health): string[] {
  return services.flatMap((service) => {
    const { instances = 0, version, refused } = known[service] ?? {};
    if (refused) return [`the gateway refuses what ${service} announces: ${refused}`];
    return instances > 0 && version ? [] : [`the gateway does not serve ${service} yet`];
  });
}
