import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { z } from 'zod';

const Problem = z.object({ type: z.string() });

/** The code of the problem in an answer, as `resourceNotFound`; undefined for an answer that is no problem. */
export function problemCode({ status, body }: Pick<RpcReply, 'status' | 'body'>): string | undefined {
  if (status < 400) return undefined;
  return Problem.safeParse(parsed(body)).data?.type.split(':').at(-1);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    // A page for people, such as one of an unknown document.
    return undefined;
  }
}
