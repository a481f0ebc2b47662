/** For unit tests of rules: what a rule refuses. */
import { Refusal } from '@passerelle/platform/kernel/problems';

/** The code of the refusal, or of the first fault of the input; undefined where the rule refuses nothing. */
export function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
}
