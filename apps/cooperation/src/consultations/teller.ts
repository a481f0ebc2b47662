import type { Caller } from '@passerelle/platform/identity';
import type { ServiceContext } from '@passerelle/platform/service';
import type { Teller } from './consultation.entity.js';

export const tellerOf = ({ caller }: { readonly caller: Caller }, { settings }: ServiceContext): Teller => ({
  party: caller.party,
  home: settings.HOME_PARTY,
  now: new Date(),
});
