import type { RefusalKind, Texts } from '@passerelle/platform/kernel/problems';
import de from '../../texts/remedies.de.json' with { type: 'json' };
import en from '../../texts/remedies.en.json' with { type: 'json' };
import fr from '../../texts/remedies.fr.json' with { type: 'json' };
import nl from '../../texts/remedies.nl.json' with { type: 'json' };

// The remedy depends on the status of a problem, unless the texts have one for its code; its cause is in the problem's own text.

type Remedy = keyof typeof en;

const hasRemedy = (key: string): key is Remedy => Object.hasOwn(en, key);

const remedyOf = (remedy: Remedy): Texts => ({ fr: fr[remedy], nl: nl[remedy], en: en[remedy], de: de[remedy] });

export const remedyFor = ({ code, status }: Pick<RefusalKind, 'code' | 'status'>): Texts =>
  remedyOf([code, String(status)].find(hasRemedy) ?? 'otherwise');
