import { z } from 'zod';

const Sentence = z.string().max(2000);

const Texts = z.object({ fr: Sentence, nl: Sentence, en: Sentence, de: Sentence });

/** A problem type, as its `href` returns it. */
export const ProblemType = z
  .object({
    href: z.url().max(300),
    code: z.string().max(100),
    type: z.string().max(300),
    status: z.int().min(400).max(599),
    title: z.string().max(200),
    /** What happened. */
    detail: Texts,
    /** What to do about it. */
    remedy: Texts,
  })
  .meta({ id: 'ProblemType', description: 'A problem type: what happened and what to do about it.' });
export type ProblemType = z.infer<typeof ProblemType>;

export const ProblemTypeList = z.object({ self: z.url().max(300), items: z.array(ProblemType).max(1000) });
