import type { Cursor } from './feed.js';

/** What all cursors of a product in one epoch share; the mark is that of the product. */
export interface Beginning {
  readonly epoch: number;
  readonly mark: string;
}

export interface Place extends Beginning {
  readonly sequence: number;
}

const form = /^([1-9]\d{0,8})-(0|[1-9]\d{0,14})-([0-9a-f]{8})$/;

/** The parts of `<epoch>-<sequence>-<mark>`, as in `1-17-74c09609`; `undefined` for any other text. */
export function placeOf(cursor: Cursor): Place | undefined {
  const [, epoch, sequence, mark] = form.exec(cursor) ?? [];
  return mark === undefined ? undefined : { epoch: Number(epoch), sequence: Number(sequence), mark };
}

/** The cursor after this sequence, as the feed would give it. */
export const cursorAt = ({ epoch, mark }: Beginning, sequence: number): Cursor => `${epoch}-${sequence}-${mark}`;
