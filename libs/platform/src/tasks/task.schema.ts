import { z } from 'zod';

export const TaskState = z.enum(['processing', 'failed', 'done']).meta({ id: 'TaskState' });

/** Belgif `lng-task`: asked again until it is done, it then leads on to what it made. */
export const Task = z
  .object({
    href: z.url(),
    id: z.uuid(),
    kind: z.string().max(100),
    status: z.object({
      state: TaskState,
      pollAfter: z.iso.datetime().optional().describe('Asking earlier than this is of no use'),
    }),
    askedAt: z.iso.datetime(),
  })
  .meta({ id: 'Task', description: 'Work that takes longer than a request may.' });
export type Task = z.infer<typeof Task>;
