import {
  mediaAppSchema,
  mediaChangeSchema,
  newMediaSchema,
  type MediaApp,
  type MediaChange,
  type MediaStatus,
  type NewMedia,
} from '@pointpay/contracts'
import { signal, type Signal } from '@preact/signals'
import { messages } from '../messages.ts'

const changeable = {
  name: '',
  origins: '',
  returnNetworks: '',
  capPerCall: '',
  capPerDay: '',
  accentColor: '',
  memberProof: 'none',
} as const
const ofNewOnes = { code: '', mallId: '', clientId: '', clientSecret: '', returnUrl: '' } as const

export type MediaField = keyof typeof changeable | keyof typeof ofNewOnes
export type MediaFields = Record<MediaField, Signal<string>> & { unverifiedAllowed: Signal<boolean> }
export type MediaErrors = Partial<Record<MediaField, string>>

export interface MediaForm {
  fields: MediaFields
  kind: Signal<MediaStatus['kind']>
  errors: Signal<MediaErrors>
  /** null: something is wrong, and `errors` says what. */
  readNew(): NewMedia | null
  readChange(): MediaChange | null
  readApp(): MediaApp | null
}

/** What is typed about a media; empty for a new one. */
export function createMediaForm(media?: MediaStatus): MediaForm {
  const typed = { ...changeable, ...ofNewOnes, ...(media ? typedOf(media) : {}) }
  const fields = {
    ...Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, signal<string>(value)])),
    unverifiedAllowed: signal(media?.unverifiedAllowed ?? false),
  } as MediaFields
  const kind = signal<MediaStatus['kind']>('cafe24')
  const errors = signal<MediaErrors>({})
  const text = (name: MediaField) => fields[name].peek().trim()

  function settings() {
    return {
      name: text('name'),
      origins: lines(text('origins')),
      returnNetworks: lines(text('returnNetworks')),
      capPerCall: amount(text('capPerCall')),
      capPerDay: amount(text('capPerDay')),
      accentColor: text('accentColor') || null,
      memberProof: fields.memberProof.peek(),
      unverifiedAllowed: fields.unverifiedAllowed.peek(),
    }
  }

  const app = () => ({ clientId: text('clientId'), clientSecret: text('clientSecret') })

  return {
    fields,
    kind,
    errors,
    readChange() {
      const parsed = mediaChangeSchema.safeParse(settings())
      errors.value = parsed.success ? {} : errorsOf(parsed.error.issues)
      return parsed.success ? parsed.data : null
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
      const parsed = newMediaSchema.safeParse({ ...settings(), code: text('code'), integration })
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
    capPerCall: media.capPerCall === null ? '' : String(media.capPerCall),
    capPerDay: media.capPerDay === null ? '' : String(media.capPerDay),
    accentColor: media.accentColor ?? '',
    memberProof: media.memberProof,
  }
}

function lines(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}

/** NaN for what is no number, so that the schema refuses it. */
function amount(text: string): number | null {
  return text === '' ? null : Number(text.replaceAll(',', '').replace(/원$/, ''))
}

function errorsOf(issues: readonly { path: PropertyKey[] }[]): MediaErrors {
  const errors: MediaErrors = {}
  for (const { path } of issues) {
    const name = String(path[0] === 'integration' ? path[1] : path[0]) as MediaField
    errors[name] = messages.media.wrong[name] ?? messages.media.wrongSummary
  }
  return errors
}
