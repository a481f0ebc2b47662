import { z } from 'zod';

export const TaskState = z.enum(['processing', 'failed', 'done']).meta({ id: 'TaskState' });

/** Belgif `lng-task`: the client polls the task, which redirects to its result once it is done. */
export const Task = z
  .object({
    href: z.url(),
    id: z.uuid(),
    kind: z.string().max(100),
    status: z.object({
      state: TaskState,
      pollAfter: z.iso.datetime().optional().describe('The earliest useful time of the next poll'),
    }),
    askedAt: z.iso.datetime(),
  })
  .meta({ id: 'Task', description: 'Work that takes longer than a request.' });
export type Task = z.infer<typeof Task>;
