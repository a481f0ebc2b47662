import { sentencesWith } from '@passerelle/platform/kernel/problems';
import de from './sentences.de.json' with { type: 'json' };
import fr from './sentences.fr.json' with { type: 'json' };
import nl from './sentences.nl.json' with { type: 'json' };

/** What is said of single fields of the input, by the English sentence in the code. */
export const sentences = sentencesWith({ fr, nl, de });
