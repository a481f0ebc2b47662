import { format, resolveConfig } from 'prettier';

/** The text as Prettier formats it in that file of this repository. */
export const formatted = async (text: string, file: string): Promise<string> =>
  format(text, { ...(await resolveConfig(file)), filepath: file });
