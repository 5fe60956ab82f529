import type { Settings } from './settings.ts'

type PartnerSettings = Pick<Settings, 'partners' | 'identity'>

/** Something of the service is played: nothing that comes of it is real. */
export function isSandbox({ partners, identity }: PartnerSettings): boolean {
  return partners === 'sandbox' || identity === 'sandbox'
}

/** The settings without which live media have no popup of ours: *pointhub* needs both. */
export function missingPartnerSettings({ partners, identity }: PartnerSettings): string[] {
  return [
    ...(partners === 'none' ? ['POINTPAY_PARTNERS'] : []),
    ...(identity === 'none' ? ['POINTPAY_IDENTITY'] : []),
  ]
}

/** Who serves live media: played partners, or nobody. */
export function livePartners(settings: PartnerSettings): 'sandbox' | null {
  return missingPartnerSettings(settings).length === 0 ? 'sandbox' : null
}
