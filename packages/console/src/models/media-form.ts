import {
  DEFAULT_CAP_PER_CALL,
  DEFAULT_CAP_PER_DAY,
  mediaAppSchema,
  mediaChangeSchema,
  newMediaSchema,
  popupOwners,
  type MediaApp,
  type MediaChange,
  type MediaMode,
  type MediaStatus,
  type NewMedia,
  type PopupOwner,
  type ServiceView,
} from '@pointpay/contracts'
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { formatCount } from '../format/krw.ts'
import { messages } from '../messages.ts'
import { demandsSignatures, type MemberProof, proofsFor, recommendedProof } from './member-proof.ts'
import { opensOwnPopup, tellsResult } from './popup-owner.ts'

const changeable = {
  name: '',
  origins: '',
  returnNetworks: '',
  capPerCall: formatCount(DEFAULT_CAP_PER_CALL),
  capPerDay: formatCount(DEFAULT_CAP_PER_DAY),
  nonceSeparator: '',
  accentColor: '',
}
const ofNewOnes = { code: '', mallId: '', clientId: '', clientSecret: '', returnUrl: '' }

export type MediaField = keyof typeof changeable | keyof typeof ofNewOnes
export type MediaFields = Record<MediaField, Signal<string>> & { unverifiedAllowed: Signal<boolean> }
export type MediaErrors = Partial<Record<MediaField, string>>

export interface MediaForm {
  fields: MediaFields
  kind: Signal<MediaStatus['kind']>
  /** Of a new media only. A known one is switched by itself, with a confirmation. */
  mode: Signal<MediaMode>
  popup: ReadonlySignal<PopupOwner>
  /** Our own is left out where this service cannot offer it. */
  popups: ReadonlySignal<readonly PopupOwner[]>
  choosePopup(popup: PopupOwner): void
  /** From PointPay's popup to ours: what is being converted in the former is no longer taken. */
  leavesPointPay: ReadonlySignal<boolean>
  /** Our RETURN URL is called, so that what guards it has an effect. Otherwise its guards are neither shown nor sent. */
  ownReturnUrl: ReadonlySignal<boolean>
  /** The settings of our own popup have an effect. Otherwise they are neither shown nor sent. */
  ownPopup: ReadonlySignal<boolean>
  /** Of a new media with our own popup the recommended one, until another is chosen. */
  memberProof: ReadonlySignal<MemberProof>
  proofs: ReadonlySignal<readonly MemberProof[]>
  chooseProof(proof: MemberProof): void
  /** As it is typed, the popup would take no shopper without a signature of the merchant's backend. */
  signaturesDemanded: ReadonlySignal<boolean>
  /** The separator has an effect. */
  separates: ReadonlySignal<boolean>
  errors: Signal<MediaErrors>
  /** null: something is wrong, and `errors` says what. */
  readNew(): NewMedia | null
  /** Only what is another now, so that a colleague's change of something else stays. */
  readChange(media: MediaStatus): MediaChange | null
  readApp(): MediaApp | null
}

/** What is typed about a media; empty for a new one. */
export function createMediaForm(service: ReadonlySignal<ServiceView>, media?: MediaStatus): MediaForm {
  const typed = { ...changeable, ...ofNewOnes, ...(media ? typedOf(media) : {}) }
  const fields = {
    ...Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, signal<string>(value)])),
    unverifiedAllowed: signal(media?.unverifiedAllowed ?? false),
  } as MediaFields
  const kind = signal(media?.kind ?? 'cafe24')
  const mode = signal<MediaMode>(media?.mode ?? 'live')
  const chosenPopup = signal(media?.popup)
  const popup = computed(() => chosenPopup.value ?? (service.value.pointhub ? 'own' : 'pointpay'))
  const popups = computed(() =>
    popupOwners.filter((owner) => owner === 'pointpay' || service.value.pointhub || media?.popup === 'own'),
  )
  const separates = computed(() => tellsResult({ popup: popup.value, kind: kind.value }))
  const ownPopup = computed(() => opensOwnPopup({ mode: mode.value, popup: popup.value }, service.value))
  const ownReturnUrl = computed(() => kind.value === 'cafe24')
  const chosenProof = signal(media?.memberProof)
  const proofs = computed(() => proofsFor(kind.value))
  const memberProof = computed(() => {
    const chosen = chosenProof.value
    if (chosen && proofs.value.includes(chosen)) return chosen
    return popup.value === 'own' ? recommendedProof(kind.value) : 'none'
  })
  const signaturesDemanded = computed(
    () =>
      ownPopup.value &&
      demandsSignatures({
        memberProof: memberProof.value,
        unverifiedAllowed: fields.unverifiedAllowed.value,
      }),
  )
  const errors = signal<MediaErrors>({})
  const text = (name: MediaField) => fields[name].peek().trim()

  function settings() {
    return {
      name: text('name'),
      origins: lines(text('origins')),
      ...(ownReturnUrl.peek()
        ? {
            returnNetworks: lines(text('returnNetworks')),
            capPerCall: amount(text('capPerCall')),
            capPerDay: amount(text('capPerDay')),
          }
        : {}),
      popup: popup.peek(),
      ...(separates.peek() ? { nonceSeparator: text('nonceSeparator') || null } : {}),
      ...(ownPopup.peek()
        ? {
            accentColor: text('accentColor') || null,
            memberProof: memberProof.peek(),
            unverifiedAllowed: fields.unverifiedAllowed.peek(),
          }
        : {}),
    }
  }

  const app = () => ({ clientId: text('clientId'), clientSecret: text('clientSecret') })

  return {
    fields,
    kind,
    mode,
    popup,
    popups,
    leavesPointPay: computed(() => media?.popup === 'pointpay' && popup.value === 'own'),
    choosePopup(owner) {
      chosenPopup.value = owner
    },
    ownReturnUrl,
    ownPopup,
    memberProof,
    proofs,
    chooseProof(proof) {
      chosenProof.value = proof
    },
    signaturesDemanded,
    separates,
    errors,
    readChange(known) {
      const parsed = mediaChangeSchema.safeParse(settings())
      errors.value = parsed.success ? {} : errorsOf(parsed.error.issues)
      return parsed.success ? changedOnly(parsed.data, known) : null
    },
    readApp() {
      const parsed = mediaAppSchema.safeParse(app())
      errors.value = parsed.success ? {} : errorsOf(parsed.error.issues)
      return parsed.success ? parsed.data : null
    },
    readNew() {
      const integration =
        kind.peek() === 'cafe24'
          ? { kind: 'cafe24', mallId: text('mallId'), ...app() }
          : { kind: 'own-backend', returnUrl: text('returnUrl') }
      const parsed = newMediaSchema.safeParse({
        ...settings(),
        mode: mode.peek(),
        code: text('code'),
        integration,
      })
      errors.value = parsed.success ? {} : errorsOf(parsed.error.issues)
      return parsed.success ? parsed.data : null
    },
  }
}

function typedOf(media: MediaStatus): Record<keyof typeof changeable, string> {
  return {
    name: media.name,
    origins: media.origins.join('\n'),
    returnNetworks: media.returnNetworks.join('\n'),
    capPerCall: formatCount(media.capPerCall),
    capPerDay: formatCount(media.capPerDay),
    nonceSeparator: media.nonceSeparator ?? '',
    accentColor: media.accentColor ?? '',
  }
}

function lines(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}

function changedOnly(settings: MediaChange, media: MediaStatus): MediaChange {
  const changed = Object.entries(settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(media[name as keyof MediaChange]),
  )
  return Object.fromEntries(changed)
}

/** NaN for what is no number, so that the schema refuses it. */
function amount(text: string): number {
  const digits = text.replaceAll(',', '').replace(/\s*원$/, '')
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN
}

function errorsOf(issues: readonly { path: PropertyKey[] }[]): MediaErrors {
  const errors: MediaErrors = {}
  for (const { path } of issues) {
    const name = String(path[0] === 'integration' ? path[1] : path[0]) as MediaField
    errors[name] = messages.media.wrong[name] ?? messages.media.wrongSummary
  }
  return errors
}
