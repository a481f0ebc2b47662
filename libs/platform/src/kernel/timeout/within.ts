/** The result of `work`, or of `late` once `ms` have passed. The timer is cleared with the wait, so that it cannot keep the process alive. */
export function within<Result, Late>(work: Promise<Result>, ms: number, late: () => Late): Promise<Result | Late> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Late>((resolve, reject) => {
    timer = setTimeout(() => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    }, ms);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}
