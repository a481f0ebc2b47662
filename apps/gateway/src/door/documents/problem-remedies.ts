import type { Texts } from '@passerelle/platform/kernel/problems';
import de from '../../texts/remedies.de.json' with { type: 'json' };
import en from '../../texts/remedies.en.json' with { type: 'json' };
import fr from '../../texts/remedies.fr.json' with { type: 'json' };
import nl from '../../texts/remedies.nl.json' with { type: 'json' };

// The remedy depends on the status of a problem; its cause is in the problem's own text.

type Remedy = keyof typeof en;

const hasRemedy = (status: string): status is Remedy => Object.hasOwn(en, status);

const remedyOf = (remedy: Remedy): Texts => ({ fr: fr[remedy], nl: nl[remedy], en: en[remedy], de: de[remedy] });

export function remedyFor(status: number): Texts {
  const known = String(status);
  return remedyOf(hasRemedy(known) ? known : 'otherwise');
}
