import { choiceOfCommit } from '@passerelle/testing/choice';
import { onRegister, partnerNames, whenPresent } from './names.builder.ts';

const { register, missed } = onRegister();
const choice = choiceOfCommit();

whenPresent(
  `partners of real exports are found by every word of their names, 60 ${choice.words}`,
  async () => {
    const names = await partnerNames();
    const some = Array.from({ length: 60 }, (_, index) => choice.of(names, String(index)));
    expect(await missed(await register([...new Set(some)], 'names'))).toEqual([]);
  },
  120_000,
);
