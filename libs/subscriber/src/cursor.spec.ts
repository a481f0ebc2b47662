import { cursorAt, placeOf } from './cursor.js';
import { cursorOf } from './product.builder.js';

it('a cursor is epoch, sequence and mark', () => {
  const cursor = cursorOf(12, 3_456);
  const place = placeOf(cursor);
  expect(place).toEqual({ epoch: 12, sequence: 3_456, mark: 'bddea5c7' });
  expect(cursorAt({ epoch: 12, mark: 'bddea5c7' }, 3_456)).toBe(cursor);
});

it.each(['', '1-2', '0-2-bddea5c7', '1-02-bddea5c7', '1-2-BDDEA5C7', '1-2-bddea5c7 ', 'a-2-bddea5c7'])(
  '"%s" is no cursor',
  (text) => expect(placeOf(text)).toBeUndefined(),
);
