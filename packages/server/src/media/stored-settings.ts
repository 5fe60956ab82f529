import { type Krw, mediaChangeSchema, newMediaSchema, type Shop } from '@pointpay/contracts'
import type { Selectable } from 'kysely'
import type { Media } from './media.ts'
import type { MediaTable } from './tables.ts'

/** What is judged of a media's row: a text or a list can hold anything after a change by hand, or from another version. */
type StoredSettings = Pick<
  Media,
  | 'name'
  | 'returnNetworks'
  | 'origins'
  | 'shops'
  | 'capPerCall'
  | 'capPerDay'
  | 'accentColor'
  | 'memberProof'
  | 'nonceSeparator'
  | 'broken'
>

type Row = Pick<
  Selectable<MediaTable>,
  | 'kind'
  | 'name'
  | 'return_url'
  | 'return_networks'
  | 'origins'
  | 'shops'
  | 'cap_per_call'
  | 'cap_per_day'
  | 'accent_color'
  | 'member_proof'
  | 'nonce_separator'
>

const fields = mediaChangeSchema.shape
const [, ownBackendSchema] = newMediaSchema.shape.integration.def.options

/** Never throws: one media's row is that media's trouble alone. What cannot be read counts in the safest way. */
export function readStoredSettings(row: Row): StoredSettings {
  const broken = new Set<string>()

  function read<Field extends keyof typeof fields, Value>(field: Field, stored: unknown, otherwise: Value) {
    const parsed = fields[field].safeParse(stored)
    if (parsed.success) return parsed.data as Exclude<typeof parsed.data, undefined>
    broken.add(field)
    return otherwise
  }

  /** Those of a list that can be read. */
  function readEach<Value>(field: 'origins' | 'shops' | 'returnNetworks', stored: unknown): Value[] {
    if (!Array.isArray(stored)) broken.add(field)
    return (Array.isArray(stored) ? stored : []).flatMap((each) => {
      const parsed = fields[field].safeParse([each])
      if (!parsed.success) broken.add(field)
      return (parsed.data ?? []) as Value[]
    })
  }

  // A network that cannot be read stays on the list, which lets nobody in by it: without it, the list could be empty and let
  // everybody in.
  readEach('returnNetworks', row.return_networks)
  if (row.kind === 'own-backend' && !ownBackendSchema.shape.returnUrl.safeParse(row.return_url).success)
    broken.add('returnUrl')
  return {
    name: read('name', row.name, row.name),
    returnNetworks: row.return_networks,
    origins: readEach<string>('origins', row.origins),
    shops: readEach<Shop>('shops', row.shops),
    capPerCall: read('capPerCall', row.cap_per_call, 0 as Krw),
    capPerDay: read('capPerDay', row.cap_per_day, 0 as Krw),
    accentColor: read('accentColor', row.accent_color, null),
    memberProof: read('memberProof', row.member_proof, 'signed-param' as const),
    nonceSeparator: read('nonceSeparator', row.nonce_separator, null),
    broken: [...broken],
  }
}
