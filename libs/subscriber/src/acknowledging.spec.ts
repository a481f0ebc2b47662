import { Acknowledging } from './acknowledging.js';
import { atBeginning } from './beginning.js';
import { product } from './product.builder.js';

function delivered(...sequences: readonly number[]) {
  const sent: string[] = [];
  const acknowledging = new Acknowledging((reply) => void sent.push(reply));
  for (const sequence of sequences) acknowledging.add({ sequence, reply: `reply ${sequence}` });
  const saved = (sequence: number, ...ahead: [number, number][]) =>
    acknowledging.saved({ ...atBeginning(product), sequence, ahead });
  return { acknowledging, sent, saved };
}

describe('messages', () => {
  it('are acknowledged once each, up to the sequence that was saved', () => {
    const { sent, saved } = delivered(4, 5, 6);
    saved(3);
    expect(sent).toEqual([]);
    saved(5);
    saved(5);
    expect(sent).toEqual(['reply 4', 'reply 5']);
  });

  it('that are settled ahead are acknowledged, and those between are not', () => {
    const { sent, saved } = delivered(1, 2, 3, 4, 5, 6, 7, 8);
    saved(1, [3, 4], [6, 6], [8, 9]);
    expect(sent).toEqual(['reply 1', 'reply 3', 'reply 4', 'reply 6', 'reply 8']);
    saved(9);
    expect(sent.slice(5)).toEqual(['reply 2', 'reply 5', 'reply 7']);
  });

  it('that come again are acknowledged by their last reply: at once, if they are saved', () => {
    const { acknowledging, sent, saved } = delivered(1, 2);
    saved(1);
    acknowledging.again({ sequence: 1, reply: 'reply 1, lost' });
    acknowledging.again({ sequence: 2, reply: 'reply 2, later' });
    expect(sent).toEqual(['reply 1', 'reply 1, lost']);
    saved(2);
    expect(sent.at(-1)).toBe('reply 2, later');
  });
});
