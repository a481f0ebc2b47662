// Decodes a text file, or refuses it before the first row, because a wrongly guessed letter would stay in the register. A byte
// order mark decides, then valid UTF-8; any other file has the encoding that the user names, or windows-1252 if its bytes leave
// no doubt.

import { isWestern } from './western.ts';

export interface Decoded {
  readonly text: string;
  /** For the report: the encoding, and how it was found. */
  readonly encoding: string;
}

const marks = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], encoding: 'utf-32le' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

// The encodings in which European spreadsheets save CSV files.
const usual = [
  'windows-1252',
  'iso-8859-15',
  'windows-1250',
  'windows-1257',
  'windows-1254',
  'windows-1253',
  'windows-1251',
  'macintosh',
];

/** `named` applies to bytes that are not UTF-8; throws, with instructions, when the encoding is in doubt. */
export function decode(bytes: Uint8Array, file: string, named?: string): Decoded {
  const mark = marks.find((each) => each.bytes.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined)
    return whole(decoded(bytes, mark.encoding, file), `${mark.encoding}, by its byte order mark`, file);
  const unicode = attempt(bytes, 'utf-8');
  if (unicode !== undefined) return whole(unicode, 'utf-8', file);
  if (named !== undefined) return whole(decoded(bytes, named, file), `${named}, as named`, file);
  return detected(bytes, file);
}

function decoded(bytes: Uint8Array, encoding: string, file: string): string {
  const text = attempt(bytes, encoding);
  if (text === undefined)
    throw new Error(`${file} cannot be read as ${encoding}: some of its bytes mean nothing there`);
  return text;
}

/** Undefined when a byte is not defined in the encoding. */
function attempt(bytes: Uint8Array, encoding: string): string | undefined {
  const decoder = decoderOf(encoding);
  try {
    const text = decoder.decode(bytes);
    // These decoders turn an undefined byte into the control character with the same number.
    return decoder.encoding.startsWith('utf') || !/[\u0080-\u009f]/.test(text) ? text : undefined;
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}

function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (error) {
    if (codeOf(error) !== 'ERR_ENCODING_NOT_SUPPORTED') throw error;
    throw new Error(`${encoding} is no encoding that can be read here; name one such as ${usual.join(', ')}`, {
      cause: error,
    });
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

function whole(text: string, encoding: string, file: string): Decoded {
  if (text.includes('\0'))
    throw new Error(`${file} contains zero bytes, so it is no text in ${encoding}: save it as "CSV UTF-8"`);
  return { text, encoding };
}

function detected(bytes: Uint8Array, file: string): Decoded {
  const text = attempt(bytes, 'windows-1252');
  if (text !== undefined && isWestern(text)) {
    const example = /\S*[^\x00-\x7f]\S*/.exec(text.replace(/[;,|"]/g, ' '))?.[0] ?? '';
    return whole(text, `windows-1252, detected, as in "${example}"`, file);
  }
  const how = 'Save it as "CSV UTF-8", or run again with --encoding and its name';
  throw new Error(`${file} is not UTF-8, and its encoding is in doubt: ${readings(bytes)}. ${how}`);
}

/** The reading of each usual encoding for the first words on which they differ. */
function readings(bytes: Uint8Array): string {
  const read = usual.flatMap((encoding) => {
    const text = attempt(bytes, encoding);
    return text === undefined ? [] : [{ encoding, words: text.split(/[\s;,|"]+/u) }];
  });
  const [first, ...others] = read;
  if (first === undefined) return 'no usual one has a letter for each of its bytes, so some may be lost already';
  const at = first.words.findIndex((word, place) => others.some(({ words }) => words[place] !== word));
  const byReading = Map.groupBy(read, ({ words }) => words[at] ?? '');
  return [...byReading]
    .map(([word, all]) => `"${word}" in ${all.map(({ encoding }) => encoding).join(', ')}`)
    .join('; ');
}
