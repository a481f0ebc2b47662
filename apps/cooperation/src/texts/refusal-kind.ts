import { refusalKindsWith } from '@passerelle/platform/kernel/problems';
import de from './problems.de.json' with { type: 'json' };
import en from './problems.en.json' with { type: 'json' };
import fr from './problems.fr.json' with { type: 'json' };
import nl from './problems.nl.json' with { type: 'json' };

/** A refusal of this service: its texts are in the catalogues of this folder, under its code. */
export const refusalKind = refusalKindsWith({ fr, nl, en, de });
