/** Waits for what comes about by itself; fails by saying what did not. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`In ${patienceMs} ms it did not come about that ${what}`);
    await new Promise((resume) => setTimeout(resume, 25));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));
