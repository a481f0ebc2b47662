import fc from 'fast-check';
import { decode } from './decode.ts';

const read = (bytes: Uint8Array, named?: string) => decode(bytes, 'export.csv', named);

/** The letters of a single-byte encoding, and each of them as its byte. */
function alphabet(encoding: string) {
  const decoder = new TextDecoder(encoding);
  const bytes = Array.from({ length: 224 }, (_, at) => at + 32);
  const letters = new Map(bytes.map((byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  for (const letter of letters.keys()) if (/[\u007f-\u009f\ufffd]/.test(letter)) letters.delete(letter);
  const encoded = (text: string) => Uint8Array.from(text, (letter) => letters.get(letter) ?? 63);
  return { letters: [...letters.keys()], encoded };
}

const latin = alphabet('windows-1252');

describe('the text of a file', () => {
  it('is read by its byte order mark, and else as UTF-8', () => {
    const text = 'Université;Łódź';
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(read(utf16)).toEqual({ text, encoding: 'utf-16le, by its byte order mark' });
    expect(read(Buffer.from(utf16).swap16())).toEqual({ text, encoding: 'utf-16be, by its byte order mark' });
    expect(read(Buffer.from(`\ufeff${text}`))).toEqual({ text, encoding: 'utf-8, by its byte order mark' });
    expect(read(Buffer.from(text), 'windows-1252')).toEqual({ text, encoding: 'utf-8' });
  });

  it('is windows-1252 if its letters leave no doubt, and the report says so', () => {
    const text = 'Université de Liège;Région;België;Curaçao;“Brücke” – 5 €';
    expect(read(latin.encoded(text))).toEqual({ text, encoding: 'windows-1252, detected, as in "Université"' });
  });

  it.each([
    ['windows-1250', 'Łódź'],
    ['windows-1250', 'České Budějovice'],
    ['windows-1250', 'Győr'],
    ['windows-1257', 'Rīga'],
    ['windows-1254', 'Türkiye, Muğla'],
    ['windows-1253', 'Δήμος Πάτρας'],
    ['macintosh', 'Université'],
    ['macintosh', 'Español'],
    ['iso-8859-15', 'Œuvre, sœur, 5 €'],
  ])('is refused unless the encoding is named as %s: %s', (encoding, text) => {
    const bytes = alphabet(encoding).encoded(text);
    expect(() => read(bytes)).toThrow(
      /^export\.csv is not UTF-8, and its encoding is in doubt: .*run again with --encoding/,
    );
    expect(read(bytes, encoding)).toEqual({ text, encoding: `${encoding}, as named` });
  });

  it('is refused with the reading of each usual encoding', () => {
    expect(() => read(alphabet('windows-1250').encoded('Plzeň'))).toThrow(/"Plzeň" in windows-1250; /);
  });

  it('is refused for an undefined byte, a truncated character and an unknown encoding', () => {
    expect(() => read(Uint8Array.of(0x41, 0x81, 0x42), 'windows-1252')).toThrow('cannot be read as windows-1252');
    expect(() => read(Uint8Array.of(0xef, 0xbb, 0xbf, 0xc3))).toThrow('cannot be read as utf-8');
    expect(() => read(Uint8Array.of(0xff, 0xfe, 0x00, 0xd8))).toThrow('cannot be read as utf-16le');
    expect(() => read(Uint8Array.of(0xe9), 'latin-nine')).toThrow('latin-nine is no encoding');
    expect(() => read(Buffer.from('Acronym', 'utf16le'))).toThrow('contains zero bytes');
  });

  /** A file may hold the replacement character itself: letters were lost before, and the row is refused (`lostLetters`). */
  const holdsReplacement = (bytes: Uint8Array): boolean =>
    [
      [0xef, 0xbf, 0xbd],
      [0xfd, 0xff],
      [0xff, 0xfd],
    ].some((letter) => Buffer.from(bytes).includes(Buffer.from(letter)));

  it('is never read as another text, and contains a replacement character only where the file does', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const names = fc.constantFrom(undefined, 'windows-1252', 'iso-8859-2', 'macintosh', 'utf-16le');
    const law = fc.property(bytes, names, (given, named) => {
      try {
        const { text } = read(given, named);
        expect(text).not.toContain('\0');
        if (text.includes('\ufffd')) expect(holdsReplacement(given)).toBe(true);
      } catch (error) {
        expect(String(error)).toMatch(/^Error: export\.csv /);
      }
    });
    fc.assert(law, { numRuns: 2_000 });
    const written = fc.string({ unit: fc.constantFrom(...latin.letters), minLength: 1 });
    fc.assert(
      fc.property(written, (text) => expect(read(latin.encoded(`é ${text}`), 'windows-1252').text).toBe(`é ${text}`)),
    );
  });
});
