import type { Administrator } from './administrator.ts';

export interface List<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Every page of a list. */
export async function allOf<Item>(administrator: Administrator, path: string): Promise<Item[]> {
  const found: Item[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const page: List<Item> = await administrator.ask('GET', next);
    found.push(...page.items);
    const address = page.next === undefined ? undefined : new URL(page.next);
    next = address && address.pathname + address.search;
  }
  return found;
}
