import { onRegister, partnerNames, whenPresent, wordsOf } from './names.builder.ts';

const { register, missed } = onRegister();

whenPresent(
  'every partner of two real exports is found by every word of its name',
  async () => {
    const names = await partnerNames();
    const ids = await register(names, 'keep');
    const words = new Set(names.flatMap(wordsOf)).size;
    const missing = await missed(ids);
    process.stderr.write(
      `${names.length} names, ${words} words of four letters or more: ${missing.length} not found\n`,
    );
    expect(names.length).toBeGreaterThan(7_000);
    expect(missing).toEqual([]);
  },
  3_600_000,
);
