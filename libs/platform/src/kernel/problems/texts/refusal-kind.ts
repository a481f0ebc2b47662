import { belgifKindsWith, refusalKindsWith } from '../refusal.js';
import de from './problems.de.json' with { type: 'json' };
import en from './problems.en.json' with { type: 'json' };
import fr from './problems.fr.json' with { type: 'json' };
import nl from './problems.nl.json' with { type: 'json' };

/** A refusal that every service may return: its texts are in the catalogues of this folder, under its code. */
export const refusalKind = refusalKindsWith({ fr, nl, en, de });

/** A problem type that the Belgian REST guide standardises; the texts are ours. */
export const belgifKind = belgifKindsWith({ fr, nl, en, de });
