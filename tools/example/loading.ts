// How a record is loaded: it is first looked for by its human identification, so that a second run creates nothing.
import { signIn, type Api, type Held, type Ready, type Tell } from './client.ts';
import type { Body } from './records.ts';

/** The clients whose acts the example needs: each region acts for itself. */
export type Actor = 'editor' | 'approver' | 'partner-flanders';
export type Actors = Readonly<Record<Actor, Api>>;

export const signInAll = async (ready: Ready): Promise<Actors> => ({
  editor: await signIn(ready, 'editor'),
  approver: await signIn(ready, 'approver'),
  'partner-flanders': await signIn(ready, 'partner-flanders'),
});

export interface Act {
  /** Who performs it; the editor when absent. */
  by?: Actor;
  /** The status before the act. */
  when: string;
  body: Body & { transition: string };
}

export interface Wanted {
  path: string;
  /** Filters that leave few records, and the condition that identifies the record among them. */
  query: Record<string, string>;
  isIt?: (held: Held) => boolean;
  /** The collection for registration, if it is another than for listing. */
  joins?: string;
  by?: Actor | undefined;
  body: Body;
  name: string;
}

export interface Loader {
  all(path: string, query: Record<string, string>): Promise<Held[]>;
  /** Finds a record or registers it. */
  keep(wanted: Wanted): Promise<Held>;
  /** Does what leaves no record of its own to look for. */
  act(address: string, body: Body, name: string, by?: Actor): Promise<Held>;
  /** The acts that the status of a record allows, in order. */
  perform(address: string, held: Held, acts: readonly Act[]): Promise<void>;
  /**
   * All acts in order, unless the record has left the state of the first one: for acts that leave the state as it is, or return to
   * it. Returns the record as it is now.
   */
  performFromStart(address: string, held: Held, acts: readonly Act[]): Promise<Held>;
}

export function loaderOf(actors: Actors, tell: Tell): Loader {
  const all: Loader['all'] = (path, query) => actors.editor.all(path, query);

  const keep: Loader['keep'] = async ({ path, query, isIt = () => true, joins = path, by = 'editor', body, name }) => {
    const known = (await all(path, query)).find(isIt);
    const held = known ?? (await actors[by].post(joins, body));
    tell(known ? 'was there' : 'created', held.ref, name);
    return held;
  };

  const act: Loader['act'] = async (address, body, name, by = 'editor') => {
    const done = await actors[by].post(address, body);
    tell('done', done.ref, name);
    return done;
  };

  const perform: Loader['perform'] = async (address, { status }, acts) => {
    let now = status;
    for (const { by, when, body } of acts) {
      if (now !== when) continue;
      ({ status: now } = await act(`${address}/transitions`, body, body.transition, by));
    }
  };

  const performFromStart: Loader['performFromStart'] = async (address, held, acts) => {
    let now = held;
    if (held.status !== acts[0]?.when) return now;
    for (const { by, body } of acts) now = await act(`${address}/transitions`, body, body.transition, by);
    return now;
  };

  return { all, keep, act, perform, performFromStart };
}

export const isTitled =
  ({ title }: { title: { fr: string } }) =>
  (held: Held): boolean =>
    held.title?.fr === title.fr;
